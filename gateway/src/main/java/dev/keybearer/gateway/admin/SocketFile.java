package dev.keybearer.gateway.admin;

import dev.keybearer.gateway.sidecar.OwnFolder;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The file under whose name a socket is found. It is there as long as somebody listens. */
final class SocketFile {
  private final Path path;
  private final @Nullable Object key;
  private final String owner;

  private SocketFile(Path path, @Nullable Object key, String owner) {
    this.path = path;
    this.key = key;
    this.owner = owner;
  }

  /**
   * Binds a channel to a path, where nothing is or what a dead process has left.
   *
   * @throws IOException when that cannot be done, with what to do
   */
  static SocketFile bind(ServerSocketChannel channel, Path path) throws IOException {
    OwnFolder.of(path);
    removeDead(path);
    try {
      channel.bind(UnixDomainSocketAddress.of(path));
    } catch (SocketException e) {
      throw new IOException(
          "cannot listen at " + path + ": " + e.getMessage() + "; its path may be too long", e);
    }
    Object key = key(path);
    SocketFile file = new SocketFile(path, key, Files.getOwner(path).getName());
    file.open(false);
    return file;
  }

  private static void removeDead(Path path) throws IOException {
    BasicFileAttributes found = attributes(path);
    if (found == null) {
      return;
    }
    if (!found.isOther()) {
      throw new IOException(path + " is there and is no socket: move it, or name another path");
    }
    if (isLive(path)) {
      throw new IOException("another process listens at " + path + ": stop it");
    }
    Files.deleteIfExists(path);
  }

  private static boolean isLive(Path path) {
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return probe.connect(UnixDomainSocketAddress.of(path));
    } catch (IOException e) {
      return false; // refused: nobody has it open any more
    }
  }

  /** The user of the system that this process runs as. */
  String owner() {
    return owner;
  }

  /** Lets its owner connect, and its group where that is wanted. */
  void open(boolean toGroup) throws IOException {
    String mode = toGroup ? "rw-rw----" : "rw-------";
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  /** Removes it, unless another process has put its own there. */
  void remove() throws IOException {
    if (Objects.equals(key(path), key)) {
      Files.deleteIfExists(path);
    }
  }

  private static @Nullable Object key(Path path) throws IOException {
    BasicFileAttributes found = attributes(path);
    return found == null ? null : found.fileKey();
  }

  private static @Nullable BasicFileAttributes attributes(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return null;
    }
  }
}
