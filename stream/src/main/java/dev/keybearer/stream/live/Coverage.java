package dev.keybearer.stream.live;

import dev.keybearer.stream.Gap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Up to where somebody is known to have listened. A connection covers the time from the moment the
 * provider confirmed its topics to the last that was heard over it, less the skew: what was sent
 * before that has come. So much is known only when it has ended, and nobody may have noticed for a
 * while that it was dead; a gap is what no connection covers, whenever that shows.
 *
 * <p>Moments are compared on the monotonic clock, and bounds are told on the wall clock, which goes
 * on while a machine sleeps.
 */
final class Coverage {
  private final String stream;
  private final Duration skew;
  private @Nullable Moment reach; // null before anybody has listened
  private boolean lost;
  private Gap.Cause cause = Gap.Cause.DROPPED;
  private boolean overlapTried;

  Coverage(String stream, Duration skew) {
    this.stream = stream;
    this.skew = skew;
  }

  /** A connection ended that had listened from then, and had heard something at last then. */
  void ended(Moment since, Moment heard, Gap.Cause why, boolean tried) {
    lasted(since, heard.minus(skew));
    because(why, tried);
  }

  /** A connection was let go of that had listened from then, and had brought all until then. */
  void lasted(Moment since, Moment until) {
    if (reach != null && !since.isAfter(reach) && until.isAfter(reach)) {
      reach = until;
    }
  }

  /** What came after this is lost, whoever listens. */
  void lost(Moment heard, Gap.Cause why, boolean tried) {
    Moment from = heard.minus(skew);
    if (reach == null || (!lost && from.isAfter(reach))) {
      reach = from;
    }
    because(why, tried);
    lost = true;
  }

  /** Somebody had listened in an earlier run, and this was the last. */
  void goesOn(Moment heard) {
    reach = heard.minus(skew);
  }

  /** What nobody has covered until now is lost: the provider was to send it, and cannot. */
  void expired(Moment now) {
    if (reach == null) {
      reach = now.minus(skew);
    }
    because(Gap.Cause.CURSOR_EXPIRED, false);
    lost = true;
  }

  /** The provider sends again what nobody has covered before this. */
  void replayed(Moment listening) {
    if (reach == null || listening.isAfter(reach)) {
      reach = listening;
    }
  }

  /** Whether something is lost, whoever listens. */
  boolean isLost() {
    return lost;
  }

  private void because(Gap.Cause why, boolean tried) {
    if (!lost) {
      cause = why;
      overlapTried = tried;
    }
  }

  /** Somebody listens since then, nobody who listens now for longer: the gap before, if any. */
  @Nullable Gap regained(Moment listening, Moment now, List<String> topics) {
    Moment from = reach;
    Moment to = lost && from != null && !listening.isAfter(from) ? now : listening;
    lost = false;
    if (from == null) {
      reach = listening;
      return null;
    }
    if (!to.isAfter(from)) {
      return null;
    }
    reach = to;
    Instant begin = from.wall();
    if (!begin.isBefore(to.wall())) { // the clock was set back
      begin = to.wall().minusNanos(to.nanos() - from.nanos());
    }
    return new Gap(stream, topics, begin, to.wall(), cause, overlapTried, false);
  }
}
