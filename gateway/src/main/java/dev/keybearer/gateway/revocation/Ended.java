package dev.keybearer.gateway.revocation;

import java.time.Duration;
import java.util.List;

/**
 * What became of an {@link Ending}.
 *
 * @param revocations what counts since then
 * @param number of the last of them in the log
 * @param effective how long it took from the wish until no token was let through
 * @param durable how long it took until that survived a power cut
 * @param atIssuer what its issuer said
 */
public record Ended(
    List<Revocation> revocations,
    long number,
    Duration effective,
    Duration durable,
    AtIssuer atIssuer)
    implements Answer {
  /** What became of it. */
  public Ended {
    revocations = List.copyOf(revocations);
  }

  /** What an issuer said. */
  public enum AtIssuer {
    /** It was not asked. */
    NOT_ASKED,
    /** It confirmed the end. */
    CONFIRMED,
    /** It did not: elsewhere the token may live on. */
    UNCONFIRMED
  }
}
