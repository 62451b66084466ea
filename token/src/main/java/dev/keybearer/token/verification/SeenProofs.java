package dev.keybearer.token.verification;

import dev.keybearer.token.TimeSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The DPoP proofs that were used, each for as long as it could be used again. Bounded, and never
 * forgetful: when all it may hold could still be replayed, nobody can tell whether another proof is
 * a replay, and that is a failure. Safe for use by many threads.
 *
 * <p>Only proofs that are good in every other way come here, so nobody without a bound token fills
 * it. Ages are monotonic: a wall clock that is set back lets old proofs look young again, and only
 * nonces help against that.
 */
final class SeenProofs {
  /** The wall clock and the monotonic one are read one after the other, and in other units. */
  private static final Duration SLACK = Duration.ofSeconds(1);

  /** However little room there is, one key may have this much of it. */
  private static final int LEAST_SHARE = 100;

  /** No key may have more of the room than one part of these: the rest is for everybody else. */
  private static final int SHARES = 10;

  private final int most;
  private final int mostOfOneKey;
  private final long remembered;
  private final TimeSource time;
  private final ReentrantLock lock = new ReentrantLock(); // guards seen

  /** By use: who was used first is forgotten first. */
  private final Map<Digest, Use> seen = new LinkedHashMap<>();

  /** How many of them each key has, by its thumbprint. */
  private final Map<String, Integer> shares = new HashMap<>();

  SeenProofs(Proofs proofs, TimeSource time) {
    this.most = proofs.mostRemembered();
    this.mostOfOneKey = Math.max(most / SHARES, Math.min(most, LEAST_SHARE));
    this.remembered = proofs.age().plus(proofs.ahead()).plus(SLACK).toNanos();
    this.time = time;
  }

  /**
   * Whether nobody used this proof before; from now on somebody did.
   *
   * @param key the thumbprint of the key it was made with
   * @param id what its maker calls it
   * @throws VerificationFailure when nobody can tell
   */
  boolean isFirst(String key, String id) {
    Digest proof = Sha256.digest((key + " " + id).getBytes(StandardCharsets.UTF_8));
    lock.lock();
    try {
      long now = time.nanos();
      forget(now);
      if (seen.containsKey(proof)) {
        return false;
      }
      int share = shares.getOrDefault(key, 0);
      if (seen.size() >= most || share >= mostOfOneKey) {
        throw full(now);
      }
      seen.put(proof, new Use(key, now + remembered));
      shares.put(key, share + 1);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void forget(long now) {
    Iterator<Use> uses = seen.values().iterator();
    while (uses.hasNext()) {
      Use use = uses.next();
      if (now - use.ends() <= 0) {
        return;
      }
      uses.remove();
      shares.computeIfPresent(use.key(), (key, share) -> share == 1 ? null : share - 1);
    }
  }

  private VerificationFailure full(long now) {
    long wait = seen.values().iterator().next().ends() - now + 1;
    return new VerificationFailure(
        "nobody can tell whether a DPoP proof is a replay: "
            + most
            + " of them can be remembered, a tenth of one key, and too many could be used again",
        time.wall().plusNanos(wait));
  }

  private record Use(String key, long ends) {}
}
