package dev.keybearer.token.verification;

import dev.keybearer.token.Algorithm;
import dev.keybearer.token.secret.SecretSource;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Where the keys of an issuer come from. A token never says that itself. */
public sealed interface Keys {
  /**
   * Published by the issuer as a key set.
   *
   * @param at where, or null to learn that from its discovery document
   */
  record Published(@Nullable URI at) implements Keys {}

  /** Public keys given by hand, as the JSON of a key set. */
  record Given(String keySet) implements Keys {
    /** Nothing of the keys: somebody may have given private ones. */
    @Override
    public String toString() {
      return "Given[" + keySet.length() + " characters]";
    }
  }

  /**
   * A secret that the issuer and we share: whoever can check with it can sign with it.
   *
   * @param algorithm one of HS256, HS384 and HS512
   */
  record Shared(SecretSource secret, Algorithm algorithm) implements Keys {
    /** A secret for a symmetric algorithm. */
    public Shared {
      if (!algorithm.isSymmetric()) {
        throw new IllegalArgumentException(
            "a shared secret is for HS256, HS384 or HS512, not for " + algorithm);
      }
    }
  }
}
