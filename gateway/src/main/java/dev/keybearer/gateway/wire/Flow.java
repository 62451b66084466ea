package dev.keybearer.gateway.wire;

import dev.keybearer.gateway.wire.Frames.Fault;
import dev.keybearer.gateway.wire.Frames.Found;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;

/**
 * One direction of a tunnel: hands on what one side sends, as fast as the other takes it. Stands in
 * the way of the sender's connection, which learns of nothing but its end. Used by its loop's
 * thread only.
 *
 * <pre>
 *   open ──▶ ending: the rest of one frame goes on ──▶ shut: what comes is thrown away
 * </pre>
 */
final class Flow extends ChannelInboundHandlerAdapter {
  private final Tunnel tunnel;
  private final Side from;
  private final Side to;
  private final Frames frames;
  private Gate gate = Gate.OPEN;
  private boolean stalled;
  private long since;
  private long octets;

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
    return frames.isBetween();
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

  /** No further frame begins. */
  void end() {
    gate = Gate.ENDING;
  }

  /** Nothing more goes on. */
  void shut() {
    gate = Gate.SHUT;
  }

  /** The sender is read when the receiver can take more. */
  void goOn() {
    if (gate == Gate.SHUT) {
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
      if (gate != Gate.SHUT) {
        pass((ByteBuf) message);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void pass(ByteBuf part) {
    Found found = gate == Gate.OPEN ? frames.pass(part) : frames.passFrame(part);
    if (found.octets() > 0) {
      octets += found.octets();
      since = tunnel.now();
      to.write(part.readRetainedSlice(found.octets()));
    }
    if (found.fault() != Fault.NONE) {
      tunnel.broken(this, found.fault());
    } else if (gate == Gate.ENDING && frames.isBetween()) {
      tunnel.ended();
    }
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
    tunnel.opposite(this).goOn();
  }

  private enum Gate {
    OPEN,
    ENDING,
    SHUT
  }
}
