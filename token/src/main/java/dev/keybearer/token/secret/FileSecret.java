package dev.keybearer.token.secret;

import dev.keybearer.token.secret.SecretFailure.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** A secret in a file that nobody but its owner may touch. */
record FileSecret(Path path) implements SecretSource {
  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  @Override
  public Secret read() {
    try {
      // The permissions of a link say nothing; those of what it leads to count.
      Path real = path.toRealPath();
      if (!Files.isRegularFile(real)) {
        String found = Files.isDirectory(real) ? " is a directory" : " is not a regular file";
        throw new SecretFailure(Kind.ABSENT, this + found + "; name a file", null);
      }
      requirePrivate(real);
      return SecretBytes.secret(readBounded(real), this);
    } catch (NoSuchFileException absent) {
      throw new SecretFailure(
          Kind.ABSENT, this + " does not exist; create it readable by its owner only", absent);
    } catch (IOException unreadable) {
      String found = " cannot be read (" + unreadable.getClass().getSimpleName() + ")";
      throw new SecretFailure(
          Kind.ABSENT, this + found + "; check that this process may read it", unreadable);
    }
  }

  @Override
  public String toString() {
    return "file:" + path;
  }

  /** Where a file system knows no such permissions there is nothing to check. */
  private void requirePrivate(Path real) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(real, PosixFileAttributeView.class);
    if (view == null) {
      return;
    }
    Set<PosixFilePermission> permissions = view.readAttributes().permissions();
    if (!OWNERS.containsAll(permissions)) {
      throw new SecretFailure(
          Kind.UNSAFE,
          this
              + (real.equals(path.toAbsolutePath().normalize()) ? "" : " (really " + real + ")")
              + " is open to others ("
              + PosixFilePermissions.toString(permissions)
              + "); close it with: chmod go= "
              + real,
          null);
    }
  }

  private static byte[] readBounded(Path real) throws IOException {
    try (InputStream in = Files.newInputStream(real)) {
      return in.readNBytes(Secrets.LIMIT + 1);
    }
  }
}
