package dev.keybearer.token.endpoint;

import dev.keybearer.token.TimeSource;
import dev.keybearer.token.http.Answer;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an issuer's clock shows, learnt from the {@code Date} of its answers.
 *
 * <p>Used for what the issuer itself will compare with its clock: the times in a statement, a
 * {@code Retry-After} date. The life of a token never depends on it. Safe for use by many threads.
 */
public final class ServerClock {
  /** {@code Date} has steps of a second and the answer was under way: less is no difference. */
  private static final Duration NOTICEABLE = Duration.ofSeconds(2);

  /** A clock further off is broken in a way that no correction helps. */
  private static final Duration BELIEVABLE = Duration.ofDays(1);

  private final TimeSource time;
  private volatile Duration offset = Duration.ZERO;

  ServerClock(TimeSource time) {
    this.time = time;
  }

  /** The issuer's clock now, as far as it is known. */
  public Instant now() {
    return time.wall().plus(offset);
  }

  /** How far the issuer's clock is ahead of ours; zero when the same or unknown. */
  public Duration offset() {
    return offset;
  }

  /** Learns from an answer; the sender's clock when it answered. */
  Instant learn(Answer answer) {
    @Nullable Instant date = answer.date();
    Instant wall = time.wall();
    if (date == null || isStored(answer)) {
      return wall.plus(offset);
    }
    Duration difference = difference(answer, date, wall);
    Duration size = difference.abs();
    if (size.compareTo(BELIEVABLE) <= 0) {
      offset = size.compareTo(NOTICEABLE) <= 0 ? Duration.ZERO : difference;
    }
    return date;
  }

  /** What rested in a cache on its way (RFC 9111 section 5.1) bears a date of long ago. */
  private static boolean isStored(Answer answer) {
    String age = answer.header("Age");
    return age != null && !age.equals("0");
  }

  /** The date was written between question and answer; only what lies outside is a difference. */
  private static Duration difference(Answer answer, Instant date, Instant wall) {
    Instant asked = wall.minusNanos(answer.answeredAt() - answer.askedAt());
    if (date.isBefore(asked)) {
      return Duration.between(asked, date);
    }
    return date.isAfter(wall) ? Duration.between(wall, date) : Duration.ZERO;
  }
}
