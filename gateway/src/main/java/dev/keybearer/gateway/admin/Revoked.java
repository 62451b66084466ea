package dev.keybearer.gateway.admin;

import java.time.Duration;

/**
 * Tokens that were ended early.
 *
 * @param number of the last of the ends in the log
 * @param effective how long it took until none was let through
 * @param durable how long it took until that survived a power cut
 */
public record Revoked(long number, Duration effective, Duration durable, AtIssuer atIssuer) {
  /** What the issuer said. */
  public enum AtIssuer {
    /** It was not asked. */
    NOT_ASKED,
    /** It confirmed the end. */
    CONFIRMED,
    /** It did not: elsewhere the token may live on. */
    UNCONFIRMED
  }
}
