package dev.keybearer.token.verification;

import dev.keybearer.token.Credential;
import dev.keybearer.token.Grant;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.endpoint.TokenEndpoint;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.secret.SecretFailure;
import dev.keybearer.token.secret.SecretSource;
import org.jspecify.annotations.Nullable;

/**
 * A client that an issuer knows, and where it asks about the tokens of others. Safe for use by many
 * threads.
 */
record Asker(Credential credential, TokenEndpoint endpoint) {
  /** One that asks for this purpose. */
  static Asker of(String purpose, Issuer issuer, Credential.Client client, TimeSource time) {
    Credential credential =
        Credential.of(
            purpose + " at " + issuer.name(), issuer, new Grant.ClientCredentials(), client);
    return new Asker(credential, TokenEndpoint.of(credential, time));
  }

  Issuer issuer() {
    return credential.issuer();
  }

  /**
   * What proves the client, or null when it needs nothing.
   *
   * @throws SecretFailure when it cannot be had
   */
  @Nullable Secret secret() {
    SecretSource source = credential.client().authentication().secret();
    return source == null ? null : source.read();
  }
}
