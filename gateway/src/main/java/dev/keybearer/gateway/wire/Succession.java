package dev.keybearer.gateway.wire;

import dev.keybearer.gateway.exchange.Departure;
import dev.keybearer.gateway.exchange.Rotation;
import dev.keybearer.gateway.exchange.Rotation.Outcome;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets one upstream side of a tunnel follow the other, while its caller stays. Used by its loop's
 * thread only.
 *
 * <pre>
 *   resting ──most of its time is over, and there is something newer──▶ dialling ──agreed──▶ overlap
 *      ▲  ▲                                                                │              │    │
 *      │  └── again later, as long as there is time ──────────none, no─────┘◀──it broke───┘    │
 *      └──────────────────────────────────────────────────────────────────── the other leads ──┘
 * </pre>
 *
 * Where no other side can be had the present one stays to its end, and the tunnel with it.
 */
final class Succession {
  /** Of the time that is left; all tunnels of one token do not come at once. */
  private static final double LATEST = 0.80;

  private static final double SPREAD = 0.05;
  private static final long ASKED_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final int MOST_DOUBLINGS = 6;

  private final Tunnel tunnel;
  private final Rotation rotation;
  private final Opening opening;
  private final Greeting greeting;
  private long due;
  private long ends;
  private int failures;
  private boolean resigned;
  private @Nullable Newcomer newcomer;
  private @Nullable Recollection recollection;
  private @Nullable Overlap overlap;

  Succession(Tunnel tunnel, Rotation rotation) {
    this.tunnel = tunnel;
    this.rotation = rotation;
    this.opening = new Opening(rotation.rules().repeat());
    this.greeting = new Greeting(tunnel::age, opening, rotation.rules().skew().toNanos());
    settle();
  }

  /** Hears what the caller says first. */
  Opening opening() {
    return opening;
  }

  /** Hears what the upstream answers to that. */
  Greeting greeting() {
    return greeting;
  }

  /** A side is there to stay. */
  private void settle() {
    long left = rotation.left().toNanos();
    double share = LATEST - SPREAD * ThreadLocalRandom.current().nextDouble();
    due = tunnel.age() + (long) (left * share);
    ends = tunnel.age() + left;
    failures = 0;
  }

  /** Goes on with what is due. */
  void tick(long now) {
    if (overlap != null) {
      overlap.tick();
    } else if (newcomer != null) {
      newcomer.tick(now);
    } else if (!resigned && !tunnel.isLeft() && tunnel.age() >= due && tunnel.age() < ends) {
      begin();
    }
  }

  private void begin() {
    due = tunnel.age() + ASKED_EVERY_NANOS;
    if (opening.isTooLong()) {
      resigned = true;
      rotation.over(Outcome.UNREPEATABLE);
      return;
    }
    Departure departure = opening.isWhole() ? rotation.next() : null;
    if (departure != null) {
      newcomer = new Newcomer(this, tunnel.loop().pool(departure.to()), departure, rotation);
      remember();
      newcomer.dial();
    }
  }

  private void remember() {
    Recollection heard = new Recollection(tunnel::age, rotation.rules().skew().toNanos());
    recollection = heard;
    if (rotation.rules().merged()) {
      Flow elder = tunnel.down();
      elder.between(() -> elder.tapped(heard));
    }
  }

  /** An attempt came to nothing. */
  void failed(Outcome outcome) {
    tunnel.down().betweenNothing();
    tunnel.down().untapped();
    newcomer = null;
    overlap = null;
    rotation.over(outcome);
    long pause = ASKED_EVERY_NANOS << Math.min(failures, MOST_DOUBLINGS);
    failures++;
    due =
        tunnel.age()
            + pause / 2
            + ThreadLocalRandom.current().nextLong(Math.min(pause, LONGEST_PAUSE_NANOS));
  }

  /** The upstream has agreed to another side. */
  void agreed(UpstreamConnection upstream) {
    newcomer = null;
    Recollection heard = Objects.requireNonNull(recollection, "it was begun with the attempt");
    overlap =
        new Overlap(this, tunnel, upstream, new Overlap.Terms(rotation, opening, greeting, heard));
    upstream.serves(overlap.younger());
    overlap.begin();
  }

  /** The other side has taken over. */
  void changed() {
    rotation.over(Outcome.CHANGED);
    settle();
  }

  /** Nothing is left of the former side. */
  void settled() {
    overlap = null;
    recollection = null;
  }

  /** Whether a fault in a flow ends less than the tunnel. */
  boolean outlives(Flow flow) {
    return overlap != null && overlap.outlives(flow);
  }

  /** Whether the tunnel goes on although the connection of its present side has ended. */
  boolean outlivesUpstream() {
    return overlap != null && overlap.takesOver();
  }

  /** The caller takes more again. */
  void callerWritable() {
    if (overlap != null) {
      overlap.goOn();
    }
  }

  /** The tunnel ends. */
  void end() {
    resigned = true;
    if (newcomer != null) {
      newcomer.leave();
      newcomer = null;
      rotation.over(Outcome.ABANDONED);
    } else if (overlap != null) {
      if (!overlap.hasChanged()) {
        rotation.over(Outcome.ABANDONED);
      }
      overlap.end();
      overlap = null;
    }
  }
}
