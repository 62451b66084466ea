package dev.keybearer.token.verification;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Verdicts on tokens that were judged before, by digest. One cache belongs to one verifier, whose
 * expectations never change; each verdict carries the generation of the keys it rests on. Whoever
 * finds one still has to judge what changes with time. Safe for use by many threads.
 */
final class VerdictCache {
  /**
   * Refusals are only kept so that a bad token sent in a loop costs no signature check each time.
   */
  private static final int MOST_REFUSED = 1_000;

  private static final Duration REFUSED_FOR = Duration.ofSeconds(30);

  private final Cache<Digest, Entry> accepted;
  private final Cache<Digest, Entry> refused;

  VerdictCache(int most) {
    this.accepted = Caffeine.newBuilder().maximumSize(most).executor(Runnable::run).build();
    this.refused =
        Caffeine.newBuilder()
            .maximumSize(MOST_REFUSED)
            .expireAfterWrite(REFUSED_FOR)
            .executor(Runnable::run)
            .build();
  }

  @Nullable Entry find(Digest token) {
    Entry entry = accepted.getIfPresent(token);
    return entry == null ? refused.getIfPresent(token) : entry;
  }

  void keep(Digest token, Entry entry) {
    (entry.verdict() instanceof Verified ? accepted : refused).put(token, entry);
  }

  void drop(Digest token) {
    accepted.invalidate(token);
    refused.invalidate(token);
  }

  long size() {
    return accepted.estimatedSize();
  }

  /**
   * A verdict and what it rests on.
   *
   * @param judge the keys that were used
   * @param generation of those keys
   * @param until milliseconds since 1970 from when on the token has ended
   */
  record Entry(Verdict verdict, Keyring judge, long generation, long until) {}
}
