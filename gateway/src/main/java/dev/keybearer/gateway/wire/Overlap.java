package dev.keybearer.gateway.wire;

import dev.keybearer.gateway.exchange.Rotation;
import dev.keybearer.gateway.exchange.Rotation.Outcome;
import dev.keybearer.gateway.wire.frame.CloseFrame;
import dev.keybearer.gateway.wire.frame.Frames;
import dev.keybearer.gateway.wire.frame.Messages;
import dev.keybearer.gateway.wire.frame.PingFrame;
import io.netty.buffer.Unpooled;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The time in which two upstream sides of a tunnel listen. Used by its loop's thread only.
 *
 * <pre>
 *   waiting ──the elder's message is whole──▶ proving ──pong, or a message──▶ listening ──long enough──▶ turning
 *      │                                         │                                │                       │
 *      └────────────── the younger breaks: the elder goes on as before ───────────┴───────────────────────┤
 *                                                                          the caller's message is whole  │
 *   over ◀──a skew later── settling ◀──the elder has closed── draining ◀─────────────or the elder breaks──┘
 * </pre>
 *
 * Up to turning the caller speaks to the elder side only, from there on to the younger one only.
 */
final class Overlap {
  /** What an upstream needs to read an opening, and to answer a ping behind it. */
  private static final long PROVED_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** What an upstream needs to answer a close. */
  private static final long DRAINED_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final long LEAST_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Deadlines are seen with a tick; what comes late within one is not too late. */
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(2 * Loop.TICK_MILLIS);

  private final Succession succession;
  private final Tunnel tunnel;
  private final UpstreamConnection upstream;
  private final Terms terms;
  private final UpstreamConnection elderUpstream;
  private final Flow elder;
  private Phase phase = Phase.WAITING;
  private long since;
  private long length;
  private @Nullable Flow younger;
  private @Nullable Confluence confluence;

  Overlap(Succession succession, Tunnel tunnel, UpstreamConnection upstream, Terms terms) {
    this.succession = succession;
    this.tunnel = tunnel;
    this.upstream = upstream;
    this.terms = terms;
    this.elderUpstream = tunnel.upstream();
    this.elder = tunnel.down();
    this.since = tunnel.age();
  }

  /** Is told when the younger side's connection ends before it leads. */
  Served younger() {
    return fault -> broke();
  }

  void begin() {
    elder.between(this::join);
  }

  /** From here on both are heard by their messages. */
  private void join() {
    enter(Phase.PROVING);
    elder.untapped();
    Confluence merging =
        new Confluence(tunnel, terms.rotation.rules(), terms.greeting.again(), terms.heard);
    confluence = merging;
    elder.cut(Confluence.MOST_HELD, new Elder(merging));
    Flow flow = tunnel.from(upstream);
    younger = flow;
    flow.cut(Confluence.MOST_HELD, new Younger(merging));
    upstream.write(terms.opening.again());
    upstream.write(PingFrame.ping());
    upstream.flush();
    upstream.passes(flow);
    flow.goOn();
  }

  private void enter(Phase newPhase) {
    phase = newPhase;
    since = tunnel.age();
  }

  /** Whether the younger side leads. */
  boolean hasChanged() {
    return phase.compareTo(Phase.DRAINING) >= 0;
  }

  /** Goes on with what is due. */
  void tick() {
    if (confluence != null) {
      confluence.tick();
      tunnel.flush();
      goOn();
    }
    long waited = tunnel.age() - since;
    switch (phase) {
      case WAITING, PROVING, TURNING -> {
        if (waited >= PROVED_WITHIN_NANOS || tunnel.isLeft()) {
          fail();
        }
      }
      case LISTENING -> listened(waited);
      case DRAINING -> {
        if (waited >= DRAINED_WITHIN_NANOS) {
          elderLeft();
        }
      }
      case SETTLING -> {
        if (waited >= terms.rotation.rules().skew().toNanos() + TICK_NANOS) {
          settle();
        }
      }
    }
  }

  private void listened(long waited) {
    if (tunnel.isLeft()) {
      fail();
    } else if (waited >= length) {
      enter(Phase.TURNING);
      tunnel.up().between(this::turn);
    }
  }

  /** The younger side has heard the opening. */
  private void proved(Confluence merging) {
    if (phase != Phase.PROVING) {
      return;
    }
    merging.proved();
    enter(Phase.LISTENING);
    Rotation rotation = terms.rotation;
    long wanted = Math.max(LEAST_NANOS, 2 * rotation.rules().skew().toNanos());
    length = Math.min(wanted, Math.min(MOST_NANOS, rotation.left().toNanos() / 2));
  }

  /** The caller speaks to the younger side from here on. */
  private void turn() {
    enter(Phase.DRAINING);
    elderUpstream.serves(fault -> elderLeft());
    elderUpstream.write(CloseFrame.toPredecessor());
    elderUpstream.flush();
    tunnel.leads(upstream, leading());
    succession.changed();
  }

  /** The elder side has ended: the younger one leads, unless half a message went the other way. */
  boolean takesOver() {
    if (confluence == null || hasChanged() || !tunnel.up().isBetweenMessages() || tunnel.isLeft()) {
      elderLeft();
      return false;
    }
    proved(confluence);
    turn();
    elderLeft();
    return true;
  }

  /** The elder side says nothing more. */
  private void elderLeft() {
    if (phase != Phase.DRAINING) {
      return;
    }
    enter(Phase.SETTLING);
    elder.shut();
    elderUpstream.closeWhenSent();
    if (confluence != null) {
      confluence.elderLeft();
      tunnel.flush();
    }
  }

  /** Copies of what the elder side said last are not to be expected any more. */
  private void settle() {
    leading().uncut();
    tunnel.flush();
    succession.settled();
  }

  /** The younger side's connection has ended before it led. */
  private void broke() {
    if (!hasChanged()) {
      fail();
    }
  }

  private void fail() {
    leaveYounger();
    elder.betweenNothing();
    tunnel.up().betweenNothing();
    elder.uncut(); // it says itself what the younger one has said before it
    tunnel.flush();
    succession.failed(tunnel.isLeft() ? Outcome.ABANDONED : Outcome.FAILED);
  }

  private void leaveYounger() {
    upstream.serves(fault -> {});
    if (younger == null) {
      upstream.close();
      return;
    }
    younger.shut();
    upstream.write(CloseFrame.toUpstream());
    upstream.closeWhenSent();
  }

  /** Whether a fault in a flow ends less than the tunnel. */
  boolean outlives(Flow flow) {
    if (flow == younger && !hasChanged()) {
      fail();
      return true;
    }
    if (flow == elder && hasChanged()) {
      elderLeft();
      return true;
    }
    if (flow == younger) {
      elderLeft();
    }
    return flow == elder && takesOver();
  }

  /** Both are read as fast as they are taken. */
  void goOn() {
    elder.goOn();
    if (younger != null && confluence != null) {
      boolean tooMuch = hasChanged() && younger.kept() > Confluence.MOST_HELD;
      younger.hold(tooMuch || confluence.isFull());
      younger.goOn();
    }
  }

  /** The tunnel ends. */
  void end() {
    elder.betweenNothing();
    if (hasChanged()) {
      elder.shut();
      if (phase == Phase.DRAINING) {
        elderUpstream.serves(fault -> {}); // the caller has been told the end
        elderUpstream.closeWhenSent();
      }
    } else {
      leaveYounger();
    }
  }

  private Flow leading() {
    return Objects.requireNonNull(younger, "nothing leads that was not listened to");
  }

  /**
   * What an overlap goes by.
   *
   * @param opening what the younger side hears first
   * @param greeting what it answers to that, as far as it is known
   * @param heard what the elder one said since the younger one was asked for
   */
  record Terms(Rotation rotation, Opening opening, Greeting greeting, Recollection heard) {}

  private enum Phase {
    WAITING,
    PROVING,
    LISTENING,
    TURNING,
    DRAINING,
    SETTLING
  }

  private final class Elder implements Messages.Taker {
    private final Confluence merging;

    Elder(Confluence merging) {
      this.merging = merging;
    }

    @Override
    public void message(byte[] octets) {
      merging.elder(octets);
      goOn();
    }

    @Override
    public void control(int opcode, byte[] octets) {
      if (opcode != Frames.CLOSE) {
        if (opcode == Frames.PONG || !hasChanged()) {
          tunnel.say(Unpooled.wrappedBuffer(octets));
        }
      } else if (hasChanged()) {
        elderLeft();
      } else if (!takesOver()) {
        fail();
        tunnel.say(Unpooled.wrappedBuffer(octets));
      }
    }

    @Override
    public void tooLong() {
      if (!hasChanged()) {
        fail();
      }
    }
  }

  private final class Younger implements Messages.Taker {
    private final Confluence merging;

    Younger(Confluence merging) {
      this.merging = merging;
    }

    @Override
    public void message(byte[] octets) {
      merging.younger(octets);
      proved(merging);
      goOn();
    }

    @Override
    public void control(int opcode, byte[] octets) {
      if (hasChanged()) {
        if (opcode == Frames.CLOSE) {
          elderLeft(); // nothing may follow it that still waits for the elder
        }
        tunnel.say(Unpooled.wrappedBuffer(octets));
        return;
      }
      switch (opcode) {
        case Frames.PING -> {
          upstream.write(PingFrame.pong(octets));
          upstream.flush();
        }
        case Frames.PONG -> proved(merging);
        default -> fail();
      }
    }

    @Override
    public void tooLong() {
      if (hasChanged()) {
        goOn();
      } else {
        fail();
      }
    }
  }
}
