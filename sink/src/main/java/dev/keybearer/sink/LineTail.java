package dev.keybearer.sink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The end of a file of lines, which always is the end of a line: what could not be appended whole
 * is taken away before anything else is. Used by one thread at a time.
 *
 * <pre>
 *   kept lines │ written, and not yet kept │
 *            length                     written
 * </pre>
 */
final class LineTail implements AutoCloseable {
  /** Longer than a line of ours can be: what a stream takes at most, escaped, and its frame. */
  private static final long LONGEST_LINE = 128L << 20;

  private static final int CHUNK = 64 * 1024;
  private static final byte END = '\n';

  private final FileChannel channel;
  private long length;
  private long written;

  private LineTail(FileChannel channel, long length) {
    this.channel = channel;
    this.length = length;
    this.written = length;
  }

  /** Opens a file, of which this process is the only writer from now on, and mends its end. */
  static LineTail open(Path path) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    FileChannel channel =
        FileChannel.open(
            path,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            onlyOurs(path));
    try {
      if (lock(channel) == null) {
        throw new IOException(path + " is being written by another process or stream");
      }
      return new LineTail(channel, mend(channel, path));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // this very process has it
    }
  }

  /** What lies in it is what somebody else said, and nobody's business. */
  private static FileAttribute<?>[] onlyOurs(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static long mend(FileChannel channel, Path path) throws IOException {
    long size = channel.size();
    long whole = endOfLastLine(channel, size);
    if (whole == size) {
      return size;
    }
    byte[] rest = read(channel, whole, (int) (size - whole));
    if (DeliveryLine.isJson(new String(rest, StandardCharsets.UTF_8)) && isOurs(rest)) {
      write(channel, size, new byte[] {END});
      channel.force(true);
      return size + 1;
    }
    if (!isOurs(rest) && !isEmpty(rest)) {
      throw new IOException(path + " ends with what is no line of a stream: name another file");
    }
    channel.truncate(whole);
    channel.force(true);
    return whole;
  }

  private static long endOfLastLine(FileChannel channel, long size) throws IOException {
    long end = size;
    while (end > 0) {
      if (size - end > LONGEST_LINE) {
        throw new IOException("a last line of more than " + LONGEST_LINE + " octets");
      }
      long begin = Math.max(0, end - CHUNK);
      byte[] chunk = read(channel, begin, (int) (end - begin));
      for (int i = chunk.length - 1; i >= 0; i--) {
        if (chunk[i] == END) {
          return begin + i + 1;
        }
      }
      end = begin;
    }
    return 0;
  }

  /** Whether it begins as our lines do, as far as it goes. */
  private static boolean isOurs(byte[] rest) {
    String start = new String(rest, 0, Math.min(rest.length, 16), StandardCharsets.UTF_8);
    return begins(start, "{\"stream\":") || begins(start, "{\"gap\":");
  }

  private static boolean begins(String start, String form) {
    return start.startsWith(form) || form.startsWith(start);
  }

  /** What a power cut leaves of octets that were counted and not written. */
  private static boolean isEmpty(byte[] rest) {
    for (byte octet : rest) {
      if (octet != 0) {
        return false;
      }
    }
    return true;
  }

  private static byte[] read(FileChannel channel, long from, int count) throws IOException {
    ByteBuffer octets = ByteBuffer.allocate(count);
    while (octets.hasRemaining() && channel.read(octets, from + octets.position()) > 0) {
      // Goes on until all is there.
    }
    return octets.array();
  }

  private static void write(FileChannel channel, long at, byte[] octets) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(octets);
    while (rest.hasRemaining()) {
      channel.write(rest, at + rest.position());
    }
  }

  long length() {
    return length;
  }

  /** Takes away what an attempt before wrote and could not keep. */
  void begin() throws IOException {
    length = Math.min(length, channel.size()); // somebody may have emptied it
    channel.truncate(length);
    written = length;
  }

  /** Writes whole lines behind those that were written. */
  void write(byte[] lines) throws IOException {
    write(channel, written, lines);
    written += lines.length;
  }

  /** Keeps what was written, and returns when it would survive a power cut. */
  void keep() throws IOException {
    channel.force(false);
    length = written;
  }

  /** Takes everything away. */
  void clear() throws IOException {
    channel.truncate(0);
    length = 0;
    written = 0;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
