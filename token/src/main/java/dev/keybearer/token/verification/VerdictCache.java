package dev.keybearer.token.verification;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
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

  /**
   * What has ended goes after so many more have come, instead of when its place is needed. An
   * expiry of the cache itself costs a part of every look-up.
   */
  private static final int BETWEEN_SWEEPS = 1_000;

  private final AtomicInteger kept = new AtomicInteger();
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

  /** Keeps an entry, and now and then looks which others have ended. */
  void keep(Digest token, Entry entry, long now) {
    if (!(entry.verdict() instanceof Verified)) {
      refused.put(token, entry);
      return;
    }
    accepted.put(token, entry);
    if (kept.incrementAndGet() % BETWEEN_SWEEPS == 0) {
      accepted.asMap().values().removeIf(each -> each.until() <= now);
    }
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
