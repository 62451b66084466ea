package dev.keybearer.sink;

import dev.keybearer.stream.Delivery;
import dev.keybearer.stream.ReceiverFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Appends deliveries as lines to a file, each batch on the disk before it is acknowledged. A file
 * that has become large steps back as {@code file.1}, and so on until the last, which goes. Safe
 * for use by many threads, of which one writes at a time.
 */
public final class FileSink implements Sink {
  private static final System.Logger LOG = System.getLogger(FileSink.class.getName());
  private static final int BATCH = 500;

  private final Path path;
  private Rotation rotation; // guarded by this, as is what follows
  private LineTail tail;
  private boolean steppedBack;
  private boolean closed;

  private FileSink(Path path, Rotation rotation, LineTail tail) {
    this.path = path;
    this.rotation = rotation;
    this.tail = tail;
  }

  /**
   * Opens a file at its end, or makes it. A last line that a crash cut short is taken away, since
   * its batch was not acknowledged; one that lacks nothing but its end is given that.
   *
   * @throws IOException when it cannot be written to, when another process does, or when it ends
   *     with what is no line of ours
   */
  public static FileSink open(Path path, Rotation rotation) throws IOException {
    return new FileSink(path, rotation, LineTail.open(path));
  }

  /** From now on it steps back by this. */
  public synchronized void use(Rotation other) {
    rotation = other;
  }

  /** Writes them, and returns when they would survive a power cut. */
  @Override
  public synchronized void receive(List<Delivery> deliveries) throws ReceiverFailure {
    if (closed) {
      throw new ReceiverFailure("the file " + path + " was closed");
    }
    try {
      append(LinePortions.of(deliveries));
    } catch (IOException e) {
      throw ReceiverFailure.of(path.toString(), e); // in the words of a file system
    }
  }

  private void append(LinePortions lines) throws IOException {
    tail.begin();
    byte[] portion = lines.hasNext() ? lines.next() : new byte[0];
    long octets = portion.length + lines.left(); // there is one portion as a rule
    if (tail.length() > 0 && tail.length() + octets > rotation.size()) {
      rotate();
    }
    tail.write(portion);
    while (lines.hasNext()) {
      tail.write(lines.next());
    }
    tail.keep();
  }

  @Override
  public int batch() {
    return BATCH;
  }

  private void rotate() throws IOException {
    if (rotation.keep() == 0) {
      tail.clear();
      return;
    }
    if (!steppedBack && Files.exists(path)) {
      stepBack();
    }
    steppedBack = true; // also where no new file can be opened, and this is tried again
    LineTail before = tail;
    tail = LineTail.open(path);
    steppedBack = false;
    close(before);
  }

  /**
   * The newest steps back last, so that a crash or a fault on the way leaves a number out and loses
   * nothing; the next time that number is filled, and nothing behind it moves.
   */
  private void stepBack() throws IOException {
    int free = 1;
    while (free < rotation.keep() && Files.exists(numbered(free))) {
      free++;
    }
    for (int number = free - 1; number >= 0; number--) {
      Path from = number == 0 ? path : numbered(number);
      Files.move(from, numbered(number + 1), StandardCopyOption.ATOMIC_MOVE); // over the last one
    }
  }

  private Path numbered(int number) {
    return path.resolveSibling(path.getFileName() + "." + number);
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      close(tail);
    }
  }

  private static void close(LineTail tail) {
    try {
      tail.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "a file of deliveries did not close", e);
    }
  }

  /** Where it is. */
  @Override
  public String toString() {
    return "FileSink[" + path + "]";
  }

  /**
   * When a file steps back.
   *
   * @param size in octets beyond which nothing is appended, unless one batch alone is larger
   * @param keep how many that stepped back are kept
   */
  public record Rotation(long size, int keep) {
    /** A hundred MiB, and ten files of it. */
    public static final Rotation USUAL = new Rotation(100L << 20, 10);

    /** Requires what makes sense. */
    public Rotation {
      if (size < 1 || keep < 0) {
        throw new IllegalArgumentException("files of " + size + " octets, " + keep + " kept");
      }
    }
  }
}
