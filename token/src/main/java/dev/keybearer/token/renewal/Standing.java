package dev.keybearer.token.renewal;

import dev.keybearer.token.Credential;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.lease.Lease;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with one credential: what its last attempt came to, how many there were, and who is
 * told of it. Guarded by its source, like everything it looks at.
 */
final class Standing {
  private final String credential;
  private final Surroundings around;
  private final Attempts attempts;
  private final Tenure tenure;
  private final Reports reports;
  private final Tally tally = new Tally();
  private @Nullable Trouble trouble;

  Standing(Credential credential, Surroundings around, Attempts attempts, Tenure tenure) {
    this.credential = credential.name();
    this.around = around;
    this.attempts = attempts;
    this.tenure = tenure;
    this.reports = new Reports(credential.name(), around);
  }

  /** What went wrong with the last attempt, or null when nothing did. */
  @Nullable Trouble trouble() {
    return trouble;
  }

  /** Forgets what went wrong. */
  void forget() {
    trouble = null;
  }

  /** Somebody would not have the token; {@code learnt} is whether that taught a shorter limit. */
  void rejected(Token token, boolean learnt) {
    if (learnt) {
      reports.idleLimit(tenure.limit());
    }
    reports.rejected(token);
  }

  /** There is a token. */
  void renewed(Outcome.Renewed renewed) {
    trouble = null;
    if (renewed.asked()) {
      tally.succeeded(renewed.latency());
      reports.renewed(renewed.lease().token(), Duration.ofNanos(renewed.latency()));
    }
  }

  /**
   * An attempt failed, and when the next is made has been decided; a missing login is told once.
   */
  void failed(Trouble met, long now) {
    Trouble before = trouble;
    trouble = met;
    boolean needsLogin = met.kind() == TokenFailure.Kind.NEEDS_LOGIN;
    if (!needsLogin) {
      tally.failed();
    }
    if (!needsLogin || before == null || before.kind() != met.kind()) {
      reports.failed(met, nextAttempt(met));
    }
    Lease current = tenure.lease();
    if (current != null && current.isOverdue(now)) {
      reports.overdue(around.wall(current.ends()));
    }
  }

  /** For people who watch. */
  SourceState state() {
    SourceState state = SourceState.of(credential, tally.summary(), tenure, around.time());
    return trouble == null ? state : state.with(trouble, nextAttempt(trouble));
  }

  /** The next attempt that is made by itself; after a login that is missing there is none. */
  private @Nullable Instant nextAttempt(Trouble met) {
    return met.kind() == TokenFailure.Kind.NEEDS_LOGIN ? null : around.wall(attempts.next());
  }
}
