package dev.keybearer.stream.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.stream.Gap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** P4: stretches are bounded, early by the skew, and never share a moment. */
class CoverageTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final List<String> TOPICS = List.of("t");
  private final Coverage coverage = new Coverage("s", Duration.ofSeconds(1));

  @Test
  void beginsWithWhatWasHeardLastLessTheSkewAndEndsWithTheConfirmation() {
    coverage.lost(NOW, Gap.Cause.DROPPED, true);
    assertThat(coverage.regained(NOW.plusSeconds(5), TOPICS))
        .isEqualTo(
            new Gap(
                "s",
                TOPICS,
                NOW.minusSeconds(1),
                NOW.plusSeconds(5),
                Gap.Cause.DROPPED,
                true,
                false));
    assertThat(coverage.regained(NOW.plusSeconds(9), TOPICS)).isNull();
  }

  @Test
  void doesNotReachIntoTheStretchBefore() {
    coverage.lost(NOW, Gap.Cause.DROPPED, false);
    coverage.regained(NOW.plusSeconds(5), TOPICS);
    coverage.lost(NOW.plusMillis(5_500), Gap.Cause.DROPPED, false);
    Gap second = Objects.requireNonNull(coverage.regained(NOW.plusSeconds(7), TOPICS));
    assertThat(second.from()).isEqualTo(NOW.plusSeconds(5));
  }

  @Test
  void staysOneStretchUntilSomebodyListensAgain() {
    coverage.lost(NOW, Gap.Cause.DROPPED, false);
    coverage.lost(NOW.plusSeconds(3), Gap.Cause.SUSPENDED, true);
    Gap gap = Objects.requireNonNull(coverage.regained(NOW.plusSeconds(5), TOPICS));
    assertThat(gap.from()).isEqualTo(NOW.minusSeconds(1));
    assertThat(gap.cause()).isEqualTo(Gap.Cause.DROPPED);
  }
}
