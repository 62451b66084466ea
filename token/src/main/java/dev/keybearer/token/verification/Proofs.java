package dev.keybearer.token.verification;

import java.time.Duration;

/**
 * How DPoP proofs are judged (RFC 9449).
 *
 * @param age how old a proof may be; so long its use is remembered
 * @param ahead how far ahead of ours the clock that made it may be
 * @param nonces whether a proof must carry a nonce of ours
 * @param mostRemembered how many proofs are remembered; when all are in use, nobody can tell
 *     whether another is a replay, and that is a failure
 */
public record Proofs(Duration age, Duration ahead, boolean nonces, int mostRemembered) {
  /** A minute old, ten seconds ahead, without nonce. */
  public static final Proofs STANDARD =
      new Proofs(Duration.ofSeconds(60), Duration.ofSeconds(10), false, 100_000);

  /** The same, asking for a nonce. */
  public Proofs withNonces() {
    return new Proofs(age, ahead, true, mostRemembered);
  }
}
