package dev.keybearer.token.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * R5, F30: a thousand credentials whose tokens end in the same moment at which their issuer goes
 * down for a minute. Time is simulated; the budgets, paces and the breaker are the real ones.
 */
class OutageStormTest {
  private static final Duration DOWN = Duration.ofSeconds(60);
  private static final int MOST_A_SECOND = 50;

  /** The time that a failure takes: connection refused, no connection, no answer. */
  @ParameterizedTest
  @CsvSource({
    "1000, PT0.001S, 1",
    "1000, PT0.001S, 2",
    "1000, PT0.001S, 3",
    "1000, PT2S, 4",
    "1000, PT2S, 5",
    "1000, PT10S, 6",
    "1000, PT10S, 7",
    "100, PT0.001S, 8",
    "10, PT0.001S, 9"
  })
  void askLittleWhileItIsDownAndAreAllAdmittedWithinThirtySecondsAfterIt(
      int credentials, Duration failure, long seed) {
    Storm storm = new Storm(credentials, failure, DOWN, seed);

    Storm.Course course = storm.run();

    assertThat(course.renewed()).isEqualTo(credentials);
    assertThat(course.mostInASecond()).isLessThanOrEqualTo(MOST_A_SECOND);
    assertThat(course.askedWhileDown()).isLessThanOrEqualTo(60);
    assertThat(course.lastAdmitted()).isLessThan(Duration.ofSeconds(30));
    assertThat(course.asked() - course.askedWhileDown()).isLessThanOrEqualTo(credentials + 16);
  }

  /** Looking again must not become work of its own: a few looks a second for all together. */
  @ParameterizedTest
  @CsvSource({"1000, PT0.001S, 1", "1000, PT10S, 2"})
  void wakeNoMoreOftenThanTheLineAllows(int credentials, Duration failure, long seed) {
    Storm.Course course = new Storm(credentials, failure, DOWN, seed).run();

    assertThat(course.wakes()).isLessThan(100 * MOST_A_SECOND + 2 * credentials);
  }
}
