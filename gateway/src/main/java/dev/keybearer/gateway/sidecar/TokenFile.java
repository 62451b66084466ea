package dev.keybearer.gateway.sidecar;

import dev.keybearer.token.Fingerprint;
import dev.keybearer.token.Token;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file that holds a token and nothing else, for its owner alone. Whoever reads it finds one token
 * or the next, always whole.
 *
 * <pre>
 *   orders.token              the token, without a line end; mode 0600
 *   .orders.token.new         its successor, until it takes its place
 * </pre>
 *
 * One thread at a time writes.
 */
public final class TokenFile {
  private static final FileAttribute<?> ONLY_OURS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path file;
  private @Nullable Fingerprint written;

  private TokenFile(Path file) {
    this.file = file;
  }

  /** The file of this path; nothing is looked at yet. */
  public static TokenFile at(Path file) {
    return new TokenFile(file.toAbsolutePath().normalize());
  }

  /** Where it is. */
  public Path path() {
    return file;
  }

  /** Whether this token was the last one to be written, into a file that is there yet. */
  public boolean holds(Token token) {
    return token.fingerprint().equals(written) && Files.exists(file);
  }

  /**
   * Puts a token in the place of the one before.
   *
   * @throws IOException when that could not be done, with what to do; the one before stays
   */
  public void write(Token token) throws IOException {
    Path folder = OwnFolder.of(file);
    Path next = folder.resolve("." + file.getFileName() + ".new");
    Files.deleteIfExists(next); // of a process that was killed
    try {
      fill(next, ByteBuffer.wrap(token.value().getBytes(StandardCharsets.US_ASCII)));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      Files.deleteIfExists(next);
      throw e;
    }
    written = token.fingerprint();
  }

  private static void fill(Path next, ByteBuffer content) throws IOException {
    Set<StandardOpenOption> fresh = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(next, fresh, ONLY_OURS)) {
      while (content.hasRemaining()) {
        channel.write(content);
      }
      channel.force(true); // else a power cut could leave an empty file under the name
    }
  }

  /** Removes it; nothing happens when it is not there. */
  public void remove() throws IOException {
    written = null;
    Files.deleteIfExists(file);
  }
}
