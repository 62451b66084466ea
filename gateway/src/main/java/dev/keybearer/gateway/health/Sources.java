package dev.keybearer.gateway.health;

import dev.keybearer.token.verification.KeyringState;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/**
 * Who knows how things stand. Each is asked anew every time and must not wait.
 *
 * @param credentials all of them
 * @param attached the names of those whose tokens routes attach to calls
 * @param keyrings those of the issuers whose tokens routes accept
 * @param streams all of them
 */
public record Sources(
    Supplier<List<CredentialState>> credentials,
    Supplier<? extends Collection<String>> attached,
    Supplier<List<KeyringState>> keyrings,
    Supplier<List<StreamState>> streams) {
  /** Of a gateway without streams. */
  public Sources(
      Supplier<List<CredentialState>> credentials,
      Supplier<? extends Collection<String>> attached,
      Supplier<List<KeyringState>> keyrings) {
    this(credentials, attached, keyrings, List::of);
  }
}
