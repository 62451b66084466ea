package dev.keybearer.token.renewal;

import java.time.Duration;

/**
 * Whose turn it is with one credential: a flight's, that of somebody who does something else to it,
 * or nobody's. Whoever has it may touch what flights touch.
 *
 * <p>Sees to it, too, that what could not be kept is kept before long, in a turn of its own and by
 * an alarm of its own: the issuer is asked nothing, so that none of its budgets counts.
 *
 * <p>Guarded by its source.
 */
final class Turn {
  private static final System.Logger LOG = System.getLogger(Turn.class.getName());

  /** What could not be kept is tried again this soon. */
  private static final long SAVE_AGAIN = Duration.ofSeconds(5).toNanos();

  private final Surroundings around;
  private final Lane lane;
  private final Monitor monitor;
  private final Renewal renewal;
  private final Runnable ended;
  private boolean taken;
  private boolean flying;
  private boolean unheard;
  private boolean stopped;
  private long ticket;

  /** Nobody's turn; {@code ended} is done under the lock when what was to be kept was tried. */
  Turn(Surroundings around, Lane lane, Monitor monitor, Renewal renewal, Runnable ended) {
    this.around = around;
    this.lane = lane;
    this.monitor = monitor;
    this.renewal = renewal;
    this.ended = ended;
  }

  boolean isTaken() {
    return taken;
  }

  /** Whether a flight is under way, or waits for its place. */
  boolean isFlying() {
    return flying;
  }

  /** Waits until it is nobody's, and takes it; false when that does not come about in time. */
  boolean take(long deadline) {
    while (taken) {
      if (!monitor.await(deadline)) {
        return false;
      }
    }
    return pass(true);
  }

  /** It is somebody's from now on, if that could be handed over to a thread. */
  boolean pass(boolean handedOver) {
    taken = handedOver;
    flying = false;
    unheard = false;
    return handedOver;
  }

  /** The same for a flight, after which there is another token or trouble. */
  boolean fly(boolean handedOver) {
    flying = pass(handedOver);
    return flying;
  }

  /** The alarm of the source rings; whether somebody can act on it. */
  boolean isHeard() {
    unheard = taken;
    return !taken;
  }

  /** It is nobody's from now on; whether the alarm rang meanwhile. */
  boolean giveBack() {
    boolean rang = unheard;
    pass(false);
    return rang;
  }

  /** Nothing is kept by itself any more: the name may soon be another's. */
  void stop() {
    stopped = true;
  }

  /** A turn has ended: what could not be kept in it is tried again. Each flight tries by itself. */
  void saveLater(long now) {
    if (!taken && !stopped && renewal.isUnsaved()) {
      ticket++;
      around.alarms().set(now + SAVE_AGAIN, this::saveNow, ticket);
    }
  }

  private void saveNow(long rung) {
    monitor.holding(
        () -> {
          if (rung == ticket && !taken && !stopped) {
            pass(lane.aside(this::save));
            saveLater(around.time().nanos()); // when no thread could be had for it
          }
        });
  }

  /** Keeps what is not kept yet, as far as that can be done; the turn ends with it. */
  void save() {
    try {
      renewal.settle();
    } catch (RuntimeException | Error e) { // the outermost place: it must not end what called it
      LOG.log(System.Logger.Level.ERROR, "keeping a token failed on a bug; tried again", e);
    } finally {
      monitor.holding(ended);
    }
  }
}
