package dev.keybearer.stream.live;

import dev.keybearer.stream.Gap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Since when nobody listens for sure. A stretch begins with the last that was heard, less the skew:
 * what was sent before that over the same connection has come. It ends with the moment the provider
 * confirmed the topics: what is sent after that comes.
 */
final class Coverage {
  private final String stream;
  private final Duration skew;
  private Instant covered = Instant.MIN; // stretches never share a moment
  private @Nullable Instant since;
  private Gap.Cause cause = Gap.Cause.DROPPED;
  private boolean overlapTried;

  Coverage(String stream, Duration skew) {
    this.stream = stream;
    this.skew = skew;
  }

  /** Nobody listens since then; an open stretch only gets its cause changed by nobody. */
  void lost(Instant lastHeard, Gap.Cause why, boolean tried) {
    if (since == null) {
      Instant from = lastHeard.minus(skew);
      since = from.isBefore(covered) ? covered : from;
      cause = why;
      overlapTried = tried;
    }
  }

  boolean isOpen() {
    return since != null;
  }

  /** Somebody listens since then: the stretch, or null when there was none. */
  @Nullable Gap regained(Instant listening, List<String> topics) {
    Instant from = since;
    since = null;
    if (from == null || !from.isBefore(listening)) {
      return null;
    }
    covered = listening;
    return new Gap(stream, topics, from, listening, cause, overlapTried, false);
  }

  /** Nothing was missed after all: the provider sends what was. */
  void replayed() {
    since = null;
  }
}
