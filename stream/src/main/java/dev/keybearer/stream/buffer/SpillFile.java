package dev.keybearer.stream.buffer;

import dev.keybearer.stream.Delivery;
import dev.keybearer.stream.Gap;
import dev.keybearer.stream.Message;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What did not fit into memory, in a file that only its owner can read, and that is gone when it
 * was read to its end. It is no journal: what lies in it when the process ends is lost, and comes
 * again where the provider replays. Guarded by its user's lock.
 *
 * <pre>
 *   record    length:4  kind:1 ('m' | 'g')  fields
 *   text      length:4, or -1 for null, then UTF-8
 * </pre>
 */
final class SpillFile implements AutoCloseable {
  /** A disk is not to be filled by a receiver that has stopped. */
  static final long LARGEST = 1024L * 1024 * 1024;

  private final FileChannel file;
  private long read;
  private long written;
  private int count;
  private @Nullable Dropped held; // for when it cannot be read

  private SpillFile(FileChannel file) {
    this.file = file;
  }

  /** A new file in a folder, which is made if it is missing. */
  static SpillFile in(Path folder) {
    try {
      Files.createDirectories(folder);
      Path path =
          Files.createTempFile(
              folder,
              "spilled",
              ".messages",
              PosixFilePermissions.asFileAttribute(
                  EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE)));
      return new SpillFile(
          FileChannel.open(
              path,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE));
    } catch (IOException e) {
      throw new UncheckedIOException("messages cannot be written to " + folder, e);
    }
  }

  /** How many lie in it. */
  int count() {
    return count;
  }

  /** Whether no more goes in. */
  boolean isFull() {
    return written >= LARGEST;
  }

  /**
   * Puts a delivery at the end.
   *
   * @throws UncheckedIOException when the disk does not take it; all before it is as it was
   */
  void add(Delivery delivery) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
      DataOutputStream out = new DataOutputStream(bytes);
      if (delivery instanceof Message message) {
        write(out, message);
      } else if (delivery instanceof Gap gap) {
        write(out, gap);
      }
      ByteBuffer record = ByteBuffer.allocate(4 + bytes.size());
      record.putInt(bytes.size()).put(bytes.toByteArray()).flip();
      long at = written; // the next record takes the place of one that was torn
      while (record.hasRemaining()) {
        at += file.write(record, at);
      }
      written = at;
      count++;
      Dropped before = held;
      held = before == null ? Dropped.first(delivery) : before.and(delivery);
    } catch (IOException e) {
      throw new UncheckedIOException("a message cannot be written to the spill file", e);
    }
  }

  /**
   * Takes the oldest.
   *
   * @throws UncheckedIOException when it cannot be read, nor what follows it
   */
  Delivery take() {
    try {
      int length = fully(4).getInt();
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(fully(length).array()));
      Delivery oldest = in.readByte() == 'm' ? readMessage(in) : readGap(in);
      count--;
      Dropped before = held;
      held = before == null || count == 0 ? null : before.behind(oldest);
      return oldest;
    } catch (IOException e) {
      throw new UncheckedIOException("a message cannot be read from the spill file", e);
    }
  }

  /** The stretch that still lies in it, null for none. */
  @Nullable Dropped held() {
    return held;
  }

  private ByteBuffer fully(int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      int got = file.read(buffer, read);
      if (got < 0) {
        throw new IOException("it is shorter than what was written to it");
      }
      read += got;
    }
    return buffer.flip();
  }

  private static void write(DataOutputStream out, Message message) throws IOException {
    out.writeByte('m');
    text(out, message.stream());
    text(out, message.topic());
    text(out, message.id());
    text(out, message.cursor());
    text(out, message.body());
    text(out, message.key());
    instant(out, message.receivedAt());
    text(out, message.origin().name());
  }

  private static Message readMessage(DataInputStream in) throws IOException {
    return new Message(
        required(in),
        required(in),
        text(in),
        text(in),
        required(in),
        required(in),
        instant(in),
        Message.Origin.valueOf(required(in)));
  }

  private static void write(DataOutputStream out, Gap gap) throws IOException {
    out.writeByte('g');
    text(out, gap.stream());
    out.writeInt(gap.topics().size());
    for (String topic : gap.topics()) {
      text(out, topic);
    }
    instant(out, gap.from());
    instant(out, gap.to());
    text(out, gap.cause().name());
    out.writeBoolean(gap.overlapTried());
    out.writeBoolean(gap.backfilled());
  }

  private static Gap readGap(DataInputStream in) throws IOException {
    String stream = required(in);
    int size = in.readInt();
    List<String> topics = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      topics.add(required(in));
    }
    return new Gap(
        stream,
        topics,
        instant(in),
        instant(in),
        Gap.Cause.valueOf(required(in)),
        in.readBoolean(),
        in.readBoolean());
  }

  private static void text(DataOutputStream out, @Nullable String text) throws IOException {
    if (text == null) {
      out.writeInt(-1);
      return;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static @Nullable String text(DataInputStream in) throws IOException {
    int length = in.readInt();
    return length < 0 ? null : new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  private static String required(DataInputStream in) throws IOException {
    String text = text(in);
    if (text == null) {
      throw new IOException("a text is missing in it");
    }
    return text;
  }

  private static void instant(DataOutputStream out, Instant at) throws IOException {
    out.writeLong(at.getEpochSecond());
    out.writeInt(at.getNano());
  }

  private static Instant instant(DataInputStream in) throws IOException {
    return Instant.ofEpochSecond(in.readLong(), in.readInt());
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      // It is deleted with the process at the latest.
    }
  }
}
