package dev.keybearer.token.verification;

import dev.keybearer.token.Algorithm;
import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.jose.Compact;
import dev.keybearer.token.jose.Header;
import dev.keybearer.token.jose.NotCompact;
import dev.keybearer.token.jose.VerifyingKey;
import dev.keybearer.token.verification.Verdict.Refused;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges the signatures of one issuer. Safe for use by many threads. */
final class Judge {
  private static final Refused NOT_SIGNED =
      Refused.of(Reason.SIGNATURE, "it was not signed with a key of its issuer");

  private final Expectation expectation;
  private final Keyring keyring;

  Judge(Expectation expectation, Keyring keyring) {
    this.expectation = expectation;
    this.keyring = keyring;
  }

  Expectation expectation() {
    return expectation;
  }

  Keyring keyring() {
    return keyring;
  }

  /**
   * Whether the token was signed by its issuer.
   *
   * @param patience how long to wait for keys at most, or null to wait for nothing
   * @return what became of it; null only when that takes other keys and nobody waits
   * @throws VerificationFailure when nobody could find out in time
   */
  @Nullable Signed signature(Compact token, Header header, @Nullable Duration patience)
      throws NotCompact {
    Algorithm algorithm = header.algorithm();
    if (algorithm == null || !expectation.algorithms().contains(algorithm)) {
      return Signed.no(Refused.of(Reason.ALGORITHM, "its issuer does not sign like that"), null);
    }
    Long deadline = patience == null ? null : keyring.deadline(patience);
    Snapshot known = keyring.now(deadline);
    if (known == null) {
      return null;
    }
    List<VerifyingKey> keys = known.keys().candidates(header.keyId(), algorithm);
    if (verifies(keys, token, algorithm)) {
      return new Signed(null, known);
    }
    String keyId = header.keyId();
    Snapshot later =
        keyId == null || known.keys().knows(keyId)
            ? keyring.doubted(deadline)
            : keyring.without(keyId, deadline);
    if (later == null) {
      return null;
    }
    List<VerifyingKey> others = later.keys().candidates(keyId, algorithm);
    if (later.generation() != known.generation() && verifies(others, token, algorithm)) {
      return new Signed(null, later);
    }
    return others.isEmpty()
        ? Signed.no(Refused.of(Reason.KEY, "no key of its issuer is the one it names"), later)
        : Signed.no(NOT_SIGNED, later);
  }

  private static boolean verifies(List<VerifyingKey> keys, Compact token, Algorithm algorithm)
      throws NotCompact {
    for (VerifyingKey key : keys) {
      if (key.verifies(token, algorithm)) {
        return true;
      }
    }
    return false;
  }

  /** Whether these claims are what is expected. */
  @Nullable Refused claims(Header header, JsonObject claims, long now) {
    return ClaimRule.first(new ClaimRule.Subject(expectation, header.type(), claims, false, now));
  }

  /**
   * What became of a signature.
   *
   * @param refused why it does not count, or null when it does
   * @param keys what it was checked with, or null when no key was needed to say no
   */
  record Signed(@Nullable Refused refused, @Nullable Snapshot keys) {
    static Signed no(Refused refused, @Nullable Snapshot keys) {
      return new Signed(refused, keys);
    }
  }
}
