package dev.keybearer.genesys.call;

import dev.keybearer.token.Fingerprint;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.Token;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * How much of its rate each token has used, as the answers say: requests are counted per token, in
 * windows that the service begins.
 *
 * <pre>
 *   inin-ratelimit-count    requests in this window, that one included
 *   inin-ratelimit-allowed  how many a window has room for
 *   inin-ratelimit-reset    seconds until the next window
 * </pre>
 *
 * <p>There is room while {@code count + under way < allowed}. Answers overtake one another: of one
 * window the highest count is the latest. Safe for use by many threads.
 */
public final class RateGauge {
  /** One in use, its successor, and what calls under way still carry. */
  private static final int MOST_TOKENS = 8;

  /** The seconds of one window are rounded, so that its end seems to move by that much. */
  private static final long SAME_WINDOW = Duration.ofSeconds(2).toNanos();

  /** Windows are a minute long; an hour is more than any of them lasts. */
  private static final int LONGEST_WINDOW = 3_600;

  /** More digits than this count nothing that anybody sends. */
  private static final String COUNT = "[0-9]{1,9}";

  /** When a new window is full of what is under way already, its answers come soon. */
  private static final Duration SOON = Duration.ofMillis(250);

  private final TimeSource time;
  private final ReentrantLock lock = new ReentrantLock(); // guards dials and all in them
  private final Map<Fingerprint, Dial> dials = new LinkedHashMap<>();

  /** A gauge that has seen no answer yet. */
  public RateGauge(TimeSource time) {
    this.time = time;
  }

  /**
   * Counts a request with this token in, if there is room for it.
   *
   * @return zero when there is; otherwise how long until there may be, and nothing was counted
   */
  public Duration depart(Token token) {
    lock.lock();
    try {
      Dial dial = dial(token.fingerprint());
      Duration wait = dial.untilRoom(time.nanos());
      if (wait.isZero()) {
        dial.underWay++;
      }
      return wait;
    } finally {
      lock.unlock();
    }
  }

  /** The answer to a request that was counted in. */
  public void arrived(Token token, AnswerFields fields) {
    ended(token, Reading.of(fields, time.nanos()));
  }

  /** There will be no answer to a request that was counted in. */
  public void lost(Token token) {
    ended(token, null);
  }

  /** What the latest answer of a window under way says, or null. */
  public @Nullable Reading reading(Token token) {
    lock.lock();
    try {
      Dial dial = dials.get(token.fingerprint());
      return dial == null ? null : dial.reading(time.nanos());
    } finally {
      lock.unlock();
    }
  }

  private void ended(Token token, @Nullable Reading reading) {
    lock.lock();
    try {
      Dial dial = dials.get(token.fingerprint());
      if (dial != null) {
        dial.underWay--;
        dial.take(reading, time.nanos());
      }
    } finally {
      lock.unlock();
    }
  }

  /** The token used last stands last; whoever has not been used for longest makes room. */
  private Dial dial(Fingerprint token) {
    Dial known = dials.remove(token);
    Dial dial = known == null ? new Dial() : known;
    dials.put(token, dial);
    if (dials.size() > MOST_TOKENS) {
      dials.remove(dials.keySet().iterator().next());
    }
    return dial;
  }

  /** One token's. */
  private static final class Dial {
    private @Nullable Reading latest;
    private int underWay;

    @Nullable Reading reading(long now) {
      return latest == null || latest.resets() - now <= 0 ? null : latest;
    }

    Duration untilRoom(long now) {
      Reading last = latest;
      if (last == null) {
        return Duration.ZERO;
      }
      Reading current = reading(now);
      int used = (current == null ? 0 : current.count()) + underWay;
      if (used < last.allowed()) {
        return Duration.ZERO;
      }
      return current == null ? SOON : Duration.ofNanos(current.resets() - now);
    }

    void take(@Nullable Reading reading, long now) {
      Reading current = reading(now);
      boolean newer =
          reading != null
              && (current == null
                  || reading.resets() - current.resets() > SAME_WINDOW
                  || reading.count() > current.count());
      if (newer) {
        latest = reading;
      }
    }
  }

  /**
   * What one answer says.
   *
   * @param count requests in its window, its own included
   * @param allowed how many the window has room for
   * @param resets when the next window begins, on the monotonic clock
   */
  public record Reading(int count, int allowed, long resets) {
    /** What the fields say that came at a moment, or null when they do not say all of it. */
    static @Nullable Reading of(AnswerFields fields, long now) {
      int count = number(fields.value("inin-ratelimit-count"));
      int allowed = number(fields.value("inin-ratelimit-allowed"));
      int reset = number(fields.value("inin-ratelimit-reset"));
      if (count < 0 || allowed < 1 || reset < 0) {
        return null;
      }
      long until = Duration.ofSeconds(Math.min(reset, LONGEST_WINDOW)).toNanos();
      return new Reading(count, allowed, now + until);
    }

    private static int number(@Nullable String text) {
      return text != null && text.strip().matches(COUNT) ? Integer.parseInt(text.strip()) : -1;
    }
  }
}
