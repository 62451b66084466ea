package dev.keybearer.cli.wiring;

import dev.keybearer.cli.config.SecretReference;
import dev.keybearer.cli.config.VaultConfig;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.secret.SecretSource;
import dev.keybearer.token.secret.Secrets;
import dev.keybearer.token.secret.VaultAddress;
import dev.keybearer.token.secret.VaultClient;
import dev.keybearer.token.secret.VaultLogin;
import dev.keybearer.token.secret.VaultPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Turns references to secrets into sources of secrets. */
final class Secrecy {
  private final @Nullable VaultClient vault;

  private Secrecy(@Nullable VaultClient vault) {
    this.vault = vault;
  }

  /** With the Vault of the config, if it names one. */
  static Secrecy of(@Nullable VaultConfig config) {
    return new Secrecy(config == null ? null : client(config));
  }

  SecretSource source(SecretReference reference) {
    return switch (reference) {
      case SecretReference.Vault place -> inVault(place);
      case SecretReference.Environment variable -> Secrets.env(variable.name());
      case SecretReference.File file -> Secrets.file(file.path());
      case SecretReference.Command command -> Secrets.parse("exec:" + command.command(), null);
    };
  }

  /** Where a certificate is. It is for everybody to see, so that its file may be open to others. */
  SecretSource certificate(SecretReference reference) {
    return reference instanceof SecretReference.File file
        ? new CertificateFile(file.path())
        : source(reference);
  }

  private SecretSource inVault(SecretReference.Vault place) {
    if (vault == null) {
      throw new IllegalStateException("a config with a vault: reference and no vault was accepted");
    }
    return Secrets.vault(vault, new VaultPlace(place.mount(), place.path(), place.field()));
  }

  /** A file that need not be closed to others. */
  private record CertificateFile(Path path) implements SecretSource {
    @Override
    public Secret read() {
      try {
        return Secret.of(Files.readAllBytes(path));
      } catch (IOException e) {
        throw new WiringFailure(
            "cannot read " + this + ": it must hold PEM (BEGIN CERTIFICATE)", e);
      }
    }

    @Override
    public String toString() {
      return "file:" + path;
    }
  }

  private static VaultClient client(VaultConfig config) {
    Secrecy outside = new Secrecy(null); // what opens the Vault does not rest in it
    VaultAddress address = VaultAddress.of(config.address());
    String namespace = config.namespace();
    VaultLogin login =
        switch (config.login()) {
          case VaultConfig.Token token -> new VaultLogin.Token(outside.source(token.token()));
          case VaultConfig.AppRole role ->
              new VaultLogin.AppRole(role.roleId(), outside.source(role.secretId()));
        };
    return VaultClient.of(namespace == null ? address : address.withNamespace(namespace), login);
  }
}
