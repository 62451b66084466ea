package dev.keybearer.token.verification;

import dev.keybearer.token.TimeSource;
import dev.keybearer.token.jose.KeySet;
import dev.keybearer.token.jose.VerifyingKey;
import dev.keybearer.token.verification.KeyringState.Freshness;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an issuer at one moment; all moments are monotonic nanoseconds.
 *
 * @param generation the same for as long as the keys are; no two keyrings share one
 * @param due from when on they are stale
 * @param ends from when on they are not accepted
 */
record Snapshot(KeySet keys, long generation, long fetchedAt, long due, long ends) {
  /** How it stands with them, for people. */
  KeyringState state(String issuer, @Nullable String trouble, TimeSource time) {
    long now = time.nanos();
    Instant wall = time.wall();
    return new KeyringState(
        issuer,
        freshness(now),
        ids(keys),
        wall.plusNanos(fetchedAt - now),
        wall.plusNanos(ends - now),
        trouble,
        keys.unusable());
  }

  private Freshness freshness(long now) {
    if (now - due < 0) {
      return Freshness.FRESH;
    }
    return now - ends < 0 ? Freshness.STALE : Freshness.FAILING;
  }

  /** The names of keys, those without one left out. */
  static List<String> ids(KeySet keys) {
    return keys.keys().stream().map(VerifyingKey::id).filter(Objects::nonNull).toList();
  }
}
