package dev.keybearer.token.file;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The real disk, on a file system with POSIX permissions.
 *
 * <p>A thread that is interrupted finishes its write: a plain {@code FileChannel} would close under
 * it and lose a token that cannot be asked for again. Asynchronous channels and file streams ignore
 * the interrupt; nothing asynchronous is done with them.
 */
final class PosixDisk implements Disk {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ENTERS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  static final FileAttribute<Set<PosixFilePermission>> OWNER_READS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final Set<PosixFilePermission> OF_OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  @Override
  public Look look(Path path) throws IOException {
    try {
      PosixFileAttributes found =
          Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      Set<PosixFilePermission> shared = EnumSet.copyOf(OF_OTHERS);
      shared.retainAll(found.permissions());
      return new Look(kind(found), !shared.isEmpty());
    } catch (NoSuchFileException e) {
      return Look.NOTHING;
    } catch (UnsupportedOperationException e) {
      throw new IOException("no POSIX permissions on this file system: use another one", e);
    }
  }

  private static Kind kind(PosixFileAttributes found) {
    if (found.isRegularFile()) {
      return Kind.FILE;
    }
    if (found.isDirectory()) {
      return Kind.DIRECTORY;
    }
    return found.isSymbolicLink() ? Kind.LINK : Kind.OTHER;
  }

  @Override
  public void makeDirectory(Path directory) throws IOException {
    Files.createDirectory(directory, OWNER_ENTERS);
  }

  @Override
  public List<Path> list(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public byte[] read(Path file, int limit) throws IOException {
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return in.readNBytes(limit);
    }
  }

  @Override
  public Draft create(Path file) throws IOException {
    return new FileDraft(
        file,
        AsynchronousFileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            null,
            OWNER_READS));
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    try (AsynchronousFileChannel handle =
        AsynchronousFileChannel.open(directory, StandardOpenOption.READ)) {
      handle.force(true);
    }
  }

  @Override
  public @Nullable Closeable lock(Path file) throws IOException {
    return FileHold.tryTake(file);
  }

  /**
   * A new file and the handle that forces it. The handle is open before the first byte is written,
   * so that it hears of every failure to write one back.
   */
  private record FileDraft(Path file, AsynchronousFileChannel handle) implements Draft {
    @Override
    public void write(byte[] bytes) throws IOException {
      try (FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
        out.write(bytes);
      }
    }

    @Override
    public void force() throws IOException {
      handle.force(true);
    }

    @Override
    public void close() throws IOException {
      handle.close();
    }
  }
}
