package dev.keybearer.token.verification;

import dev.keybearer.token.Algorithm;
import dev.keybearer.token.secret.Secret;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How DPoP proofs are judged (RFC 9449).
 *
 * <pre>
 *   accepted while   now - age &lt;= iat &lt;= now + ahead
 * </pre>
 *
 * @param age how old a proof may be
 * @param ahead how far ahead of ours the clock that made it may be; so long and {@code age} besides
 *     the use of a proof is remembered
 * @param algorithms the signatures that count
 * @param nonceKey what nonces are made with, or null when proofs need none
 * @param mostRemembered how many proofs are remembered; when all are in use, nobody can tell
 *     whether another is a replay, and that is a failure
 */
public record Proofs(
    Duration age,
    Duration ahead,
    Set<Algorithm> algorithms,
    @Nullable Secret nonceKey,
    int mostRemembered) {
  /** A proof is made for one request: what is older than this was made for another. */
  private static final Duration OLDEST = Duration.ofMinutes(10);

  /** A minute old, ten seconds ahead, the usual signatures, without nonce. */
  public static final Proofs STANDARD =
      new Proofs(
          Duration.ofSeconds(60),
          Duration.ofSeconds(10),
          EnumSet.of(Algorithm.ES256, Algorithm.EdDSA, Algorithm.RS256, Algorithm.PS256),
          null,
          100_000);

  /** Rules within their bounds. */
  public Proofs {
    algorithms = Set.copyOf(algorithms);
    if (age.isNegative() || age.isZero() || age.compareTo(OLDEST) > 0) {
      throw new IllegalArgumentException("age is " + age + ": use more than 0, up to 10 minutes");
    }
    if (ahead.isNegative() || ahead.compareTo(Times.CEILING) > 0) {
      throw new IllegalArgumentException("ahead is " + ahead + ": use 0 to 60 seconds");
    }
    if (algorithms.isEmpty() || algorithms.stream().anyMatch(Algorithm::isSymmetric)) {
      throw new IllegalArgumentException("proofs are signed with private keys: name algorithms");
    }
    if (nonceKey != null && nonceKey.isEmpty()) {
      throw new IllegalArgumentException("an empty key makes nonces that anybody can make");
    }
    if (mostRemembered < 1) {
      throw new IllegalArgumentException("mostRemembered is " + mostRemembered + ": use 1 or more");
    }
  }

  /** The same for proofs of another age. */
  public Proofs withAge(Duration newAge) {
    return new Proofs(newAge, ahead, algorithms, nonceKey, mostRemembered);
  }

  /** The same with these signatures. */
  public Proofs withAlgorithms(Algorithm first, Algorithm... others) {
    return new Proofs(age, ahead, EnumSet.of(first, others), nonceKey, mostRemembered);
  }

  /** The same, asking for a nonce that is good at this process only. */
  public Proofs withNonces() {
    return withNonces(Secret.random());
  }

  /** The same, asking for a nonce that is good wherever this key is used. */
  public Proofs withNonces(Secret newKey) {
    return new Proofs(age, ahead, algorithms, newKey, mostRemembered);
  }

  /** The same, remembering this many proofs. */
  public Proofs withMostRemembered(int newMost) {
    return new Proofs(age, ahead, algorithms, nonceKey, newMost);
  }
}
