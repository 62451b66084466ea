package dev.keybearer.gateway.wire;

import dev.keybearer.gateway.wire.frame.Frames;
import dev.keybearer.gateway.wire.frame.Frames.Fault;
import dev.keybearer.gateway.wire.frame.Frames.Found;
import dev.keybearer.gateway.wire.frame.Messages;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a tunnel: hands on what one side sends, as fast as the other takes it. Stands in
 * the way of the sender's connection, which learns of nothing but its end. Used by its loop's
 * thread only.
 *
 * <pre>
 *   open ──▶ ending: the rest of one frame goes on ──▶ shut: what comes is thrown away
 *    │ ▲
 *    ▼ └──
 *   cut: what comes is cut into messages, and somebody else hands them on
 * </pre>
 */
final class Flow extends ChannelInboundHandlerAdapter {
  private final Tunnel tunnel;
  private final Side from;
  private final Frames frames;
  private Side to;
  private Gate gate = Gate.OPEN;
  private boolean stalled;
  private boolean held;
  private long since;
  private long octets;
  private @Nullable Messages messages;
  private @Nullable Runnable between;
  private @Nullable Tap tap;

  Flow(Tunnel tunnel, Side from, Side to, Frames frames) {
    this.tunnel = tunnel;
    this.from = from;
    this.to = to;
    this.frames = frames;
    this.since = tunnel.now();
  }

  /** How many octets went on. */
  long octets() {
    return octets;
  }

  /** Whether the receiver has got whole frames only. */
  boolean isBetween() {
    return messages != null || frames.isBetween();
  }

  /** Whether of the sender's messages all have come whole. */
  boolean isBetweenMessages() {
    return frames.isBetweenMessages();
  }

  /** Whether the sender has closed by a frame. */
  boolean isClosed() {
    return frames.isClosed();
  }

  /** When something moved last, or since when nothing can. */
  long since() {
    return since;
  }

  /** Whether the receiver has taken nothing for so long, though there was something. */
  boolean isStuck(long now, Duration limit) {
    return stalled && now - since >= limit.toNanos();
  }

  /** Somebody listens to what goes on. */
  void tapped(Tap newTap) {
    tap = newTap;
  }

  /** Nobody listens any more. */
  void untapped() {
    tap = null;
  }

  /** Before the next message begins something is done: now, if it may begin now. */
  void between(Runnable act) {
    if (isBetweenMessages()) {
      act.run();
    } else {
      between = act;
    }
  }

  /** Nothing is done before the next message begins. */
  void betweenNothing() {
    between = null;
  }

  /** What comes from here on, between two messages, goes to another receiver. */
  void turn(Side other) {
    to.flush();
    to = other;
    goOn();
  }

  /** What comes from here on, between two messages, is cut into messages. */
  void cut(int most, Messages.Taker taker) {
    messages = new Messages(frames, most, taker);
  }

  /** What comes goes on as it comes, again. */
  void uncut() {
    Messages cut = messages;
    messages = null;
    if (cut != null) {
      ByteBuf rest = cut.stop();
      octets += rest.readableBytes();
      to.write(rest);
      hold(false);
    }
  }

  /** How many octets are kept of a message that is not whole. */
  int kept() {
    return messages == null ? 0 : messages.size();
  }

  /** The sender is not read although the receiver could take more, or is again. */
  void hold(boolean newHeld) {
    boolean before = held;
    held = newHeld;
    if (before && !newHeld) {
      goOn();
    }
  }

  /** No further frame begins. */
  void end() {
    gate = Gate.ENDING;
  }

  /** Nothing more goes on. */
  void shut() {
    gate = Gate.SHUT;
    if (messages != null) {
      messages.stop();
    }
  }

  /** The sender is read when the receiver can take more. */
  void goOn() {
    if (gate == Gate.SHUT || held) {
      return;
    }
    if (to.isWritable()) {
      stalled = false;
      from.read();
    } else if (!stalled) {
      stalled = true;
      since = tunnel.now();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      pass((ByteBuf) message);
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void pass(ByteBuf part) {
    while (part.isReadable() && gate != Gate.SHUT) {
      since = tunnel.now();
      Fault fault = messages == null ? handOn(part) : messages.pass(part);
      if (fault != Fault.NONE) {
        tunnel.broken(this, fault);
        return;
      }
      if (gate == Gate.ENDING && isBetween()) {
        tunnel.ended();
      } else if (between != null && isBetweenMessages()) {
        Runnable act = between;
        between = null;
        act.run();
      }
    }
  }

  private Fault handOn(ByteBuf part) {
    boolean stops = gate == Gate.ENDING || between != null;
    Found found = stops ? frames.passNext(part) : frames.pass(part);
    if (found.octets() > 0) {
      octets += found.octets();
      ByteBuf passing = part.readRetainedSlice(found.octets());
      if (tap != null && !tap.hears(passing.duplicate())) {
        tap = null;
      }
      to.write(passing);
    }
    return found.fault();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (gate == Gate.SHUT) {
      context.fireChannelReadComplete();
      return;
    }
    to.flush();
    goOn();
  }

  /** As a receiver it takes more again, or no more. */
  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    tunnel.writable(this);
  }

  /** Somebody who listens to what goes on. */
  interface Tap {
    /** Hears octets; whether more are wanted. */
    boolean hears(ByteBuf octets);
  }

  private enum Gate {
    OPEN,
    ENDING,
    SHUT
  }
}
