package dev.keybearer.genesys.call;

import dev.keybearer.genesys.call.Sending.Repeat;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.budget.Backoff;
import dev.keybearer.token.turnstile.Deadline;
import dev.keybearer.token.turnstile.HeldBack;
import dev.keybearer.token.turnstile.Origin;
import dev.keybearer.token.turnstile.Turnstile;
import java.io.IOException;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** One call: the sendings it takes until there is an answer for the caller. For one thread. */
final class ApiCall<A extends ApiAnswer> {
  /** How often a call waits because it was asked to. */
  static final int MOST_WAITS = 3;

  private final Means means;
  private final Sending<A> sending;
  private final Deadline deadline;
  private final Backoff backoff;
  private @Nullable Turnstile alone; // where this call alone waits before its next sending
  private @Nullable AnswerFields last;
  private boolean renewed;
  private int waits;
  private int replays;

  ApiCall(Means means, Sending<A> sending, Deadline deadline) {
    this.means = means;
    this.sending = sending;
    this.deadline = deadline;
    this.backoff = new Backoff(means.random());
  }

  /** The answer for the caller; every other one has been let go by then. */
  A answer() throws IOException, InterruptedException {
    while (true) {
      Token token = admitted();
      A answer = sent(token);
      boolean whole = false;
      try {
        last = answer.fields();
        whole = !again(answer, token);
        if (whole) {
          return answer;
        }
      } finally {
        if (!whole) {
          answer.close();
        }
      }
    }
  }

  /** A token whose rate has room for this call. */
  private Token admitted() throws InterruptedException {
    if (alone != null) {
      pass(alone);
      alone = null;
    }
    while (true) {
      pass(means.turnstile());
      Token token = token();
      Duration wait = means.gauge().depart(token);
      if (wait.isZero()) {
        return token;
      }
      means.turnstile().shut(wait);
    }
  }

  private void pass(Turnstile turnstile) throws InterruptedException {
    if (turnstile.isQuiet()) {
      return;
    }
    try (Turnstile.Place place = turnstile.join(deadline)) {
      if (place == null || !place.await()) {
        throw heldBack(turnstile);
      }
    }
  }

  private ApiFailure heldBack(Turnstile turnstile) {
    HeldBack why = turnstile.heldBack();
    return new ApiFailure(
        ApiFailure.Kind.HELD_BACK,
        sending.place()
            + " is not sent: no calls are taken until "
            + why.until()
            + ", "
            + why.waiting()
            + " wait already, and this one ends after "
            + deadline.limit()
            + "; call later",
        last,
        why.until());
  }

  private Token token() throws InterruptedException {
    Duration most = means.patience().forToken();
    Duration left = deadline.left();
    try {
      return means.source().get(left.compareTo(most) < 0 ? left : most);
    } catch (TokenFailure failure) {
      if (Thread.interrupted()) {
        throw (InterruptedException)
            new InterruptedException("interrupted while waiting for a token").initCause(failure);
      }
      throw failure;
    }
  }

  private A sent(Token token) throws IOException, InterruptedException {
    boolean arrived = false;
    try {
      A answer = sending.send(token, deadline.left());
      means.gauge().arrived(token, answer.fields());
      arrived = true;
      return answer;
    } finally {
      if (!arrived) {
        means.gauge().lost(token);
      }
    }
  }

  /** Whether to send again; what that waits for is arranged by then. */
  private boolean again(A answer, Token token) throws InterruptedException {
    return switch (answer.status()) {
      case 401 -> renews(token);
      case 429 -> waits(answer, token);
      case 502, 503, 504 -> replays(answer);
      default -> false;
    };
  }

  /** Whether there is another token in place of the refused one. */
  private boolean renews(Token refused) throws InterruptedException {
    if (renewed) {
      return false; // a fresh token that is refused as well is hardly what is wrong
    }
    means.source().reject(refused);
    if (sending.repeat() == Repeat.NEVER || deadline.isOver()) {
      return false;
    }
    renewed = !token().fingerprint().equals(refused.fingerprint());
    return renewed;
  }

  /** The window is the others' as well, even if this call ends. */
  private boolean waits(A answer, Token token) {
    Duration told = answer.fields().retryAfter(means.time().wall());
    means.turnstile().shut(told == null ? pause(token) : told);
    waits++;
    return waits <= MOST_WAITS && sending.repeat() != Repeat.NEVER;
  }

  /** Where nothing is told: until the window ends, if that is known. */
  private Duration pause(Token token) {
    RateGauge.Reading reading = means.gauge().reading(token);
    return reading == null
        ? Duration.ofNanos(backoff.failed(Backoff.THROTTLED))
        : Duration.ofNanos(reading.resets() - means.time().nanos());
  }

  /** The trouble may be one resource's: nobody else waits for it. */
  private boolean replays(A answer) {
    if (replays == means.patience().replays() || sending.repeat() != Repeat.HARMLESS) {
      return false;
    }
    replays++;
    Duration told = answer.fields().retryAfter(means.time().wall());
    alone = new Turnstile(means.origin(), means.time());
    alone.shut(told == null ? Duration.ofNanos(backoff.failed(Backoff.UNAVAILABLE)) : told);
    return true;
  }

  /**
   * What all calls share.
   *
   * @param turnstile where they wait while the API asks for patience
   * @param random jitter between 0 and 1
   */
  record Means(
      TokenSource source,
      Patience patience,
      Origin origin,
      Turnstile turnstile,
      RateGauge gauge,
      DoubleSupplier random,
      TimeSource time) {}
}
