package dev.keybearer.gateway.revocation;

import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.verification.Target;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A wish to end tokens early. */
public sealed interface Ending {
  /** How far it reaches. */
  Reach reach();

  /**
   * This very token. Nothing that stands in it is believed: whoever could forge one would end the
   * tokens of others with it.
   */
  record Presented(Secret token, Reach reach) implements Ending {}

  /**
   * What is named; its issuer is not asked, since nobody has the tokens.
   *
   * @param issuedBefore only tokens issued before are ended; null for all if it is one token, and
   *     else for all that were issued by now
   */
  record Named(Target target, @Nullable Instant issuedBefore) implements Ending {
    @Override
    public Reach reach() {
      return Reach.HERE;
    }
  }

  /** How far an end reaches. */
  enum Reach {
    /** To whoever judges tokens by this list. */
    HERE,
    /** To the issuer too, which is asked to end it everywhere. */
    ISSUER
  }
}
