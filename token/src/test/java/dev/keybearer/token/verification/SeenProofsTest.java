package dev.keybearer.token.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.token.FakeTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** V21, D: whoever holds one bound token locks nobody else out. */
class SeenProofsTest {
  private static final int MOST = 2_000;
  private static final int SHARE = MOST / 10;

  private final FakeTime time = new FakeTime(Instant.parse("2026-11-20T12:00:00Z"));
  private final SeenProofs seen = new SeenProofs(Proofs.STANDARD.withMostRemembered(MOST), time);

  @Test
  void oneKeyFillsItsShareAndNothingMore() {
    fill("greedy");

    assertThatThrownBy(() -> seen.isFirst("greedy", "one more"))
        .isInstanceOf(VerificationFailure.class);
    assertThat(seen.isFirst("honest", "1")).isTrue();
  }

  @Test
  void aReplayIsTellableThoughTheShareIsFull() {
    fill("greedy");

    assertThat(seen.isFirst("greedy", "0")).isFalse();
  }

  @Test
  void aShareIsGivenBackOnceItsProofsAreTooOldToBeReplayed() {
    fill("greedy");

    time.advance(Duration.ofSeconds(72));

    fill("greedy");
  }

  private void fill(String key) {
    for (int i = 0; i < SHARE; i++) {
      assertThat(seen.isFirst(key, String.valueOf(i))).isTrue();
    }
  }
}
