package dev.keybearer.cli.wiring;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Objects;

/**
 * The file of a store's key, which is made once. Whoever finds it finds it whole, and it is on the
 * disk before anything is that it opens.
 *
 * <pre>
 *   .keybearer.key.8170.new    filled and forced, for its owner alone
 *   keybearer.key              linked to that, where nothing stands; then the folder is forced
 * </pre>
 */
final class StoreKey {
  private static final int OCTETS = 32;

  private StoreKey() {}

  /**
   * Makes a key where there is none, and returns when it would survive a power cut.
   *
   * @return whether it made one; false where somebody else did
   * @throws IOException when it could not; what is not whole never has that name
   */
  static boolean make(Path path) throws IOException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return false; // perhaps in a folder that only the user writes to
    }
    Path folder = Objects.requireNonNull(path.toAbsolutePath().getParent(), "a root exists");
    Path fresh = Files.createTempFile(folder, "." + path.getFileName() + ".", ".new");
    try {
      fill(fresh);
      boolean made = link(fresh, path);
      force(folder);
      return made;
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static void fill(Path fresh) throws IOException {
    byte[] key = new byte[OCTETS];
    new SecureRandom().nextBytes(key);
    String text = Base64.getEncoder().encodeToString(key) + "\n";
    ByteBuffer rest = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true); // else a power cut could leave an empty file under the name
    }
  }

  /** A link is made where nothing stands, or not at all; a move might replace another's key. */
  private static boolean link(Path fresh, Path path) throws IOException {
    try {
      Files.createLink(path, fresh);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false; // another process was faster
    } catch (FileSystemException | UnsupportedOperationException e) {
      return move(fresh, path); // there are file systems without links
    }
  }

  private static boolean move(Path fresh, Path path) throws IOException {
    try {
      Files.move(fresh, path);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private static void force(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel handle = FileChannel.open(folder, StandardOpenOption.READ)) {
        handle.force(true);
      }
    } // elsewhere a folder cannot be opened
  }
}
