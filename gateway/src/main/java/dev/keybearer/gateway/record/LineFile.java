package dev.keybearer.gateway.record;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file that lines are added to. */
final class LineFile {
  private LineFile() {}

  /**
   * Opens it, or makes one that nobody else can read. A line that an earlier process could not end
   * is ended, so that the next one stands alone.
   */
  static OutputStream open(Path file) throws IOException {
    boolean torn = isTorn(file);
    FileChannel channel = FileChannel.open(file, Set.of(CREATE, WRITE, APPEND), ownerOnly(file));
    OutputStream out = Channels.newOutputStream(channel);
    if (torn) {
      out.write('\n');
    }
    return out;
  }

  private static boolean isTorn(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false; // a pipe or a device has no end
    }
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      return channel.size() > 0
          && channel.read(last, channel.size() - 1) == 1
          && last.get(0) != '\n';
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
