package dev.keybearer.gateway.wire;

import dev.keybearer.gateway.exchange.Closing;
import dev.keybearer.gateway.exchange.Ending;
import dev.keybearer.gateway.exchange.Ending.How;
import dev.keybearer.gateway.exchange.Rotation;
import dev.keybearer.gateway.exchange.TunnelTerms;
import dev.keybearer.gateway.wire.frame.CloseFrame;
import dev.keybearer.gateway.wire.frame.Frames;
import dev.keybearer.gateway.wire.frame.Frames.Fault;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Frames both ways between a caller and an upstream (RFC 6455). Used by its loop's thread only.
 *
 * <pre>
 *   open ──either side ends its connection──────────────────────────────▶ over
 *     │                                                                    ▲
 *     └──token, time, stop, no frame──▶ closing ──end of the frame that────┘
 *                                                 the caller is being sent
 * </pre>
 *
 * Closing by itself it sends the caller a frame that says why, between two frames of the upstream;
 * nothing of the caller goes on meanwhile. From the end of a token to the end of the connection it
 * takes less than 5 s (K7, Y2): 1 to ask, 1 for the rest of a frame, 2 for the caller to leave.
 *
 * <p>Where its terms say so, another upstream side follows the first one, and the caller stays.
 */
final class Tunnel {
  private static final int SWITCHED = 101;
  private static final long ASKED_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long FRAME_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final WireExchange exchange;
  private final ClientSide client;
  private final TunnelTerms terms;
  private final Flow up;
  private final long since;
  private final @Nullable Succession succession;
  private UpstreamConnection upstream;
  private Flow down;
  private long said;
  private long asked;
  private boolean opened;
  private @Nullable Closing closing;
  private long closingSince;

  Tunnel(WireExchange exchange, ClientSide client, UpstreamConnection upstream, TunnelTerms terms) {
    this.exchange = exchange;
    this.client = client;
    this.upstream = upstream;
    this.terms = terms;
    this.since = client.loop().now();
    this.asked = since;
    long most = terms.bounds().message();
    this.up = new Flow(this, client, upstream, new Frames(true, most));
    this.down = from(upstream);
    Rotation rotation = terms.rotation();
    this.succession = rotation == null ? null : new Succession(this, rotation);
  }

  /** What an upstream says to the caller. */
  Flow from(UpstreamConnection side) {
    return new Flow(this, side, client, new Frames(false, terms.bounds().message()));
  }

  Loop loop() {
    return client.loop();
  }

  long now() {
    return client.loop().now();
  }

  /** For how long it has been there. */
  long age() {
    return now() - since;
  }

  /** The side that the caller speaks to. */
  UpstreamConnection upstream() {
    return upstream;
  }

  Flow up() {
    return up;
  }

  Flow down() {
    return down;
  }

  /** What has become of it. */
  Ending ending(How how) {
    return new Ending(how, SWITCHED, up.octets(), said + down.octets());
  }

  /** The upstream has said all that it says before its first frame. */
  void open() {
    client.loop().counts().tunnelOpened();
    opened = true;
    if (succession != null) {
      up.tapped(succession.opening());
      down.tapped(succession.greeting());
    }
    client.passes(up);
    upstream.passes(down);
    client.flush();
    up.goOn();
    down.goOn();
  }

  /** Who sends by this flow takes more again. */
  void writable(Flow flow) {
    if (flow != up) {
      up.goOn();
      return;
    }
    down.goOn();
    if (succession != null) {
      succession.callerWritable();
    }
  }

  /** Says something to the caller that is no part of a flow; it goes out with the next flush. */
  void say(ByteBuf frames) {
    said += frames.readableBytes();
    client.write(frames);
  }

  /** Sends what was said. */
  void flush() {
    client.flush();
  }

  /** Another side takes the place of the one that the caller spoke to. */
  void leads(UpstreamConnection other, Flow says) {
    said += down.octets();
    upstream = other;
    down = says;
    up.turn(other);
    other.serves(exchange);
  }

  /** Whether the caller has said that it leaves. */
  boolean isLeft() {
    return up.isClosed();
  }

  /** Ends what may not go on. */
  void tick(long now) {
    if (closing != null) {
      if (now - closingSince >= FRAME_NANOS) {
        over(closing);
      }
      return;
    }
    Closing reason = reason(now);
    if (reason != null) {
      close(reason);
    } else if (succession != null && !down.isClosed()) {
      succession.tick(now);
    }
  }

  private @Nullable Closing reason(long now) {
    if (client.loop().isDraining()) {
      return Closing.STOPPED;
    }
    if (now - asked >= ASKED_EVERY_NANOS) {
      asked = now;
      Closing ended = terms.permit().ended();
      if (ended != null) {
        return ended;
      }
    }
    return overdue(now);
  }

  private @Nullable Closing overdue(long now) {
    TunnelTerms.Bounds bounds = terms.bounds();
    if (now - since >= bounds.longest().toNanos()) {
      return Closing.OVERDUE;
    }
    if (down.isStuck(now, bounds.idle())) {
      return Closing.CALLER_SLOW;
    }
    if (up.isStuck(now, bounds.idle())) {
      return Closing.UPSTREAM_SLOW;
    }
    long idle = bounds.idle().toNanos();
    return now - up.since() >= idle && now - down.since() >= idle ? Closing.IDLE : null;
  }

  /** What a side sent is no frame, or too much. */
  void broken(Flow flow, Fault fault) {
    if (closing != null) {
      over(closing);
    } else if (flow != up) {
      if (succession != null && succession.outlives(flow)) {
        return;
      }
      close(Closing.UPSTREAM_BROKE);
    } else {
      close(fault == Fault.TOO_LONG ? Closing.CALLER_TOO_LONG : Closing.CALLER_BROKE);
    }
  }

  private void close(Closing reason) {
    if (closing != null) {
      return;
    }
    closing = reason;
    closingSince = now();
    up.shut();
    if (up.isBetween() && !up.isClosed()) {
      upstream.write(CloseFrame.toUpstream());
      upstream.flush();
    }
    if (down.isBetween() || reason.how() == How.UPSTREAM_BROKE) {
      over(reason); // what such an upstream sends makes no sense, or never comes
    } else {
      down.end();
      down.goOn();
    }
  }

  /** The frame that had begun is whole. */
  void ended() {
    if (closing != null) {
      over(closing);
    }
  }

  private void over(Closing reason) {
    sayTo(reason);
    end();
    exchange.tunnelled(reason.how());
  }

  private void sayTo(Closing reason) {
    if (down.isBetween() && !down.isClosed()) {
      client.write(CloseFrame.toCaller(reason));
    }
    client.flush();
  }

  /** The caller's connection has ended, or is ended. */
  How clientGone(How how) {
    if (how == How.STOPPED) {
      sayTo(Closing.STOPPED);
    }
    end();
    return how(how);
  }

  /** The upstream's connection has ended; how the tunnel did, or null when another side leads. */
  @Nullable How upstreamGone() {
    client.flush();
    if (closing == null && succession != null && succession.outlivesUpstream()) {
      return null;
    }
    end();
    return how(How.UPSTREAM_BROKE);
  }

  private How how(How how) {
    if (closing != null) {
      return closing.how();
    }
    return up.isClosed() || down.isClosed() ? How.WHOLE : how;
  }

  private void end() {
    if (opened) {
      opened = false;
      client.loop().counts().tunnelClosed();
    }
    up.shut();
    down.shut();
    upstream.closeWhenSent();
    if (succession != null) {
      succession.end();
    }
  }
}
