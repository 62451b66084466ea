package dev.keybearer.token.secret;

import dev.keybearer.token.secret.SecretFailure.Kind;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The places a secret can be read from. */
public final class Secrets {
  /** How much is read from a file or a command: room for a chain of certificates with its key. */
  static final int LIMIT = 64 * 1024;

  private Secrets() {}

  /** An environment variable, which must be set and not empty. */
  public static SecretSource env(String name) {
    return new EnvSecret(name, System::getenv);
  }

  /**
   * A file that nobody but its owner may read, without one line end at its end; a relative path
   * starts at the working directory.
   */
  public static SecretSource file(Path path) {
    return new FileSecret(path);
  }

  /**
   * What a command writes to its standard output, without one line end at its end. It is started
   * without a shell and with this process's environment, and must succeed within 10 seconds.
   */
  public static SecretSource exec(List<String> command) {
    return new ExecSecret(command, ExecSecret.DEADLINE);
  }

  /** A field of the newest version of an entry in Vault's key-value engine, version 2. */
  public static SecretSource vault(VaultClient vault, VaultPlace place) {
    return new VaultSecret(vault, place);
  }

  /** The secret itself, for tests and for programs that have it already. */
  public static SecretSource of(Secret secret) {
    return new GivenSecret(secret);
  }

  /**
   * Reads a reference: {@code env:NAME}, {@code file:path}, {@code exec:command} or {@code
   * vault:mount/path#field}.
   *
   * @param vault who answers for {@code vault:}, or null when none is configured
   * @throws SecretFailure of kind {@code MALFORMED}, without the text, which may be a secret
   */
  public static SecretSource parse(String reference, @Nullable VaultClient vault) {
    Scheme scheme = Scheme.of(reference);
    String rest = reference.substring(scheme.prefix().length());
    return switch (scheme) {
      case ENV -> env(rest);
      case FILE -> file(path(rest));
      case EXEC -> exec(CommandWords.split(rest));
      case VAULT -> vault(present(vault), VaultPlace.parse(rest));
    };
  }

  static SecretFailure malformed(String message) {
    return new SecretFailure(Kind.MALFORMED, message, null);
  }

  private static Path path(String text) {
    if (text.isBlank()) {
      throw malformed("'file:' needs a path, as in file:/etc/keybearer/secret");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException invalid) {
      throw malformed("'file:' is followed by something that is no path here");
    }
  }

  private static VaultClient present(@Nullable VaultClient vault) {
    if (vault == null) {
      throw malformed("'vault:' needs a Vault to ask, and none is configured");
    }
    return vault;
  }
}
