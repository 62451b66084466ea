package dev.keybearer.token.renewal;

import dev.keybearer.token.Event;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tells what happens to one credential. Offering an event never waits, so it may be done under a
 * lock; delivery happens on another thread. Guarded by its source.
 */
final class Reports {
  private final String credential;
  private final Surroundings around;
  private boolean overdueTold;

  Reports(String credential, Surroundings around) {
    this.credential = credential;
    this.around = around;
  }

  void renewed(Token token, Duration latency) {
    overdueTold = false;
    tell(new Event.TokenRenewed(now(), credential, token, latency));
  }

  /** An attempt failed; without a next attempt it is a person's turn. */
  void failed(Trouble met, @Nullable Instant retryAt) {
    tell(new Event.RenewalFailed(now(), credential, met.kind(), met.message(), retryAt));
    if (met.kind() == TokenFailure.Kind.NEEDS_LOGIN) {
      tell(new Event.LoginNeeded(now(), credential, met.message()));
    }
    if (met.kind() == TokenFailure.Kind.THROTTLED && retryAt != null) {
      tell(new Event.RateLimited(now(), credential, retryAt));
    }
  }

  /** Told once between two renewals. */
  void overdue(Instant ends) {
    if (!overdueTold) {
      overdueTold = true;
      tell(new Event.RenewalOverdue(now(), credential, ends));
    }
  }

  void rejected(Token token) {
    tell(new Event.TokenRejected(now(), credential, token));
  }

  void idleLimit(Duration limit) {
    tell(
        new Event.OddAnswer(
            now(),
            credential,
            Event.Oddity.IDLE_LIMIT_LEARNT,
            "tokens are thought dead after " + limit + " without use"));
  }

  private Instant now() {
    return around.time().wall();
  }

  private void tell(Event event) {
    around.events().offer(event);
  }
}
