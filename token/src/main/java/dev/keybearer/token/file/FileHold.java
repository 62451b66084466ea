package dev.keybearer.token.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A file that one store of one process holds.
 *
 * <p>The system forgets a POSIX lock as soon as the process closes <i>any</i> handle of the file,
 * so a second store of the same process must be refused before it opens one. That is what the set
 * is for, and why it is as wide as the process.
 */
final class FileHold implements Closeable {
  // Identities (device and number) of the directories of held files. Nothing else may open these.
  private static final Set<Object> HELD = ConcurrentHashMap.newKeySet();

  private final Object identity;
  private final FileChannel handle;

  private FileHold(Object identity, FileChannel handle) {
    this.identity = identity;
    this.handle = handle;
  }

  /** Takes hold of the file, or returns null when another store has it. */
  static @Nullable FileHold tryTake(Path file) throws IOException {
    Object identity = identity(file.toAbsolutePath().getParent());
    if (!HELD.add(identity)) {
      return null;
    }
    FileHold taken = null;
    try {
      taken = lock(file, identity);
      return taken;
    } finally {
      if (taken == null) {
        HELD.remove(identity);
      }
    }
  }

  private static Object identity(@Nullable Path directory) throws IOException {
    Object key =
        directory == null
            ? null
            : Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
    if (key == null) {
      throw new IOException("the file system gives directories no identity");
    }
    return key;
  }

  private static @Nullable FileHold lock(Path file, Object identity) throws IOException {
    FileChannel handle =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            PosixDisk.OWNER_READS);
    boolean locked = false;
    try {
      locked = handle.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // A store of another class loader in this process has it: the answer is the same.
      locked = false;
    } finally {
      if (!locked) {
        handle.close();
      }
    }
    return locked ? new FileHold(identity, handle) : null;
  }

  @Override
  public void close() throws IOException {
    if (!handle.isOpen()) {
      return;
    }
    try {
      handle.close();
    } finally {
      HELD.remove(identity);
    }
  }
}
