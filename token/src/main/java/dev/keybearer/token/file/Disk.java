package dev.keybearer.token.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that the store asks of a disk, one method for each thing that can fail or be cut off by a
 * power cut.
 */
interface Disk {
  /** What stands under the path itself; a link is not followed. */
  Look look(Path path) throws IOException;

  /** Makes one directory that only its owner may enter. */
  void makeDirectory(Path directory) throws IOException;

  /** The paths of all entries of the directory, in no order. */
  List<Path> list(Path directory) throws IOException;

  /** The first bytes of a file, at most so many; a link is refused. */
  byte[] read(Path file, int limit) throws IOException;

  /** Makes a new file that only its owner may read. */
  Draft create(Path file) throws IOException;

  /** Puts a file under another path in one step, in the place of what stood there. */
  void move(Path from, Path to) throws IOException;

  /** Removes a file; nothing there is no failure. */
  void delete(Path file) throws IOException;

  /** Returns when the entries of the directory would survive a power cut. */
  void forceDirectory(Path directory) throws IOException;

  /** Holds the file against every other process until closed; null when another one has it. */
  @Nullable Closeable lock(Path file) throws IOException;

  /** A file being written. */
  interface Draft extends Closeable {
    void write(byte[] bytes) throws IOException;

    /** Returns when what was written would survive a power cut. */
    void force() throws IOException;

    @Override
    void close() throws IOException;
  }

  /**
   * What stands under a path.
   *
   * @param kind what it is
   * @param shared whether others than the owner may do anything with it
   */
  record Look(Kind kind, boolean shared) {
    static final Look NOTHING = new Look(Kind.NOTHING, false);
  }

  /** The kinds of thing that may stand under a path. */
  enum Kind {
    NOTHING,
    FILE,
    DIRECTORY,
    LINK,
    OTHER
  }
}
