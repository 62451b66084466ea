package dev.keybearer.genesys;

import dev.keybearer.token.secret.Secret;

/** Keeps secrets where they are read from after a restart. */
@FunctionalInterface
public interface SecretKeeper {
  /** Keeps the secret of this client durably, in the place of the one before. */
  void keep(String clientId, Secret secret);
}
