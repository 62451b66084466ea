package dev.keybearer.token.renewal;

import dev.keybearer.token.Summary;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.lease.Lease;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with the source of one credential, for people who watch.
 *
 * @param credential its name
 * @param token the one that came last, or null when none is known here
 * @param usable whether whoever asks at this moment is given it
 * @param endsAt from when on it is not given out, or null without a token
 * @param renewFrom from when on its successor is asked for, or null without a token
 * @param summary what has been asked for this credential so far
 * @param trouble what went wrong with the last attempt, or null when nothing did
 * @param troubleMessage the same in words, without any secret, or null
 * @param retryAt when the next attempt is made by itself, or null without trouble or when it is a
 *     person's turn
 */
public record SourceState(
    String credential,
    @Nullable Token token,
    boolean usable,
    @Nullable Instant endsAt,
    @Nullable Instant renewFrom,
    Summary summary,
    TokenFailure.@Nullable Kind trouble,
    @Nullable String troubleMessage,
    @Nullable Instant retryAt) {
  /** The state of a source that knows of no trouble. */
  static SourceState of(String credential, Summary summary, Tenure tenure, TimeSource time) {
    Lease lease = tenure.lease();
    if (lease == null) {
      return new SourceState(credential, null, false, null, null, summary, null, null, null);
    }
    long now = time.nanos();
    Instant wall = time.wall();
    return new SourceState(
        credential,
        lease.token(),
        tenure.isGiven(now),
        wall.plusNanos(lease.ends() - now),
        wall.plusNanos(lease.renewFrom() - now),
        summary,
        null,
        null,
        null);
  }

  /** The same with trouble. */
  SourceState with(Trouble met, @Nullable Instant nextAttempt) {
    return new SourceState(
        credential,
        token,
        usable,
        endsAt,
        renewFrom,
        summary,
        met.kind(),
        met.message(),
        nextAttempt);
  }
}
