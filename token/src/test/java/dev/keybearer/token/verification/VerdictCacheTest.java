package dev.keybearer.token.verification;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** V19: what is kept of tokens that were judged before. */
class VerdictCacheTest {
  private static final long NOW = 1_000_000;

  private final JudgingScene scene = new JudgingScene();
  private final Verdict accepted = scene.judge(scene.token());
  private final VerdictCache cache = new VerdictCache(10_000);

  @AfterEach
  void close() {
    scene.close();
  }

  /** Tokens that live for minutes would otherwise rest here until thousands more have come. */
  @Test
  void letsGoOfTokensThatHaveEnded() {
    for (int i = 0; i < 999; i++) {
      cache.keep(token(i), entry(accepted, i % 2 == 0 ? NOW : NOW + 1), NOW);
    }
    assertThat(cache.find(token(0))).isNotNull();

    cache.keep(token(999), entry(accepted, NOW + 1), NOW);

    assertThat(cache.size()).isEqualTo(500);
    assertThat(cache.find(token(0))).isNull();
    assertThat(cache.find(token(1))).isNotNull();
    assertThat(cache.find(token(999))).isNotNull();
  }

  /** A crowd of bad tokens pushes out bad tokens, and no good one. */
  @Test
  void keepsFewRefusalsAndNoneInThePlaceOfAnAcceptance() {
    cache.keep(token(-1), entry(accepted, NOW + 1), NOW);
    Verdict refused = Verdict.Refused.of(Reason.EXPIRED, "it ended");

    for (int i = 0; i < 20_000; i++) {
      cache.keep(token(i), entry(refused, Long.MAX_VALUE), NOW);
    }

    assertThat(cache.find(token(-1))).isNotNull();
    assertThat(cache.size()).isEqualTo(1);
    int kept = 0;
    for (int i = 0; i < 20_000; i++) {
      kept += cache.find(token(i)) == null ? 0 : 1;
    }
    assertThat(kept).isBetween(1, 1_000);
  }

  private static Digest token(int number) {
    return new Digest(number, 2, 3, 4);
  }

  @SuppressWarnings("NullAway") // whose keys they are matters to whoever finds them
  private static VerdictCache.Entry entry(Verdict verdict, long until) {
    return new VerdictCache.Entry(verdict, null, 1, until);
  }
}
