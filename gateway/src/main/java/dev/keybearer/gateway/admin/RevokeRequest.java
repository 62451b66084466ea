package dev.keybearer.gateway.admin;

import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.verification.Target;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A wish to end tokens early. */
public sealed interface RevokeRequest {
  /** This very token. */
  record Presented(Secret token, Reach reach) implements RevokeRequest {}

  /**
   * What is named.
   *
   * @param issuedBefore only tokens issued before are meant, or null when that was not said
   */
  record Named(Target target, @Nullable Instant issuedBefore) implements RevokeRequest {}

  /** How far it reaches. */
  enum Reach {
    /** To this gateway. */
    HERE,
    /** To the issuer too, which is asked to end it everywhere. */
    ISSUER
  }
}
