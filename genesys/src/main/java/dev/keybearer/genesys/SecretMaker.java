package dev.keybearer.genesys;

import dev.keybearer.token.secret.Secret;

/** Makes new secrets for clients at their issuer. */
@FunctionalInterface
public interface SecretMaker {
  /** A new secret of this client, shown once; from here on the issuer takes no other. */
  Secret make(String clientId) throws InterruptedException;
}
