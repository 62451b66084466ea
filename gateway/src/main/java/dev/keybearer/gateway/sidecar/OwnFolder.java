package dev.keybearer.gateway.sidecar;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** A folder in which nobody else can put a file in the place of ours. */
public final class OwnFolder {
  private static final Set<PosixFilePermission> OF_OTHERS =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private OwnFolder() {}

  /**
   * The folder that a file is to lie in.
   *
   * @param file that need not be there
   * @throws IOException when it is no such folder, with what to do
   */
  public static Path of(Path file) throws IOException {
    Path folder = file.toAbsolutePath().normalize().getParent();
    if (folder == null) {
      throw new FileSystemException(file + " is no file: name one in a folder");
    }
    PosixFileAttributes found = attributes(folder);
    if (!found.isDirectory()) {
      throw new FileSystemException(folder + " is no folder: name a file in one");
    }
    if (found.permissions().stream().anyMatch(OF_OTHERS::contains)) {
      throw new FileSystemException(
          "others could replace files in " + folder + ": chmod go-w it, or name another folder");
    }
    return folder;
  }

  private static PosixFileAttributes attributes(Path folder) throws IOException {
    try {
      // A link is good when it leads to a good folder.
      return Files.readAttributes(
          folder.toRealPath(), PosixFileAttributes.class, new LinkOption[0]);
    } catch (NoSuchFileException e) {
      throw new FileSystemException("there is no folder " + folder + ": mkdir -m 700 it");
    } catch (UnsupportedOperationException e) {
      throw new IOException(
          "the file system of " + folder + " has no POSIX permissions: use another one", e);
    }
  }
}
