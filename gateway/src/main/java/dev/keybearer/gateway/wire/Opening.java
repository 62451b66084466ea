package dev.keybearer.gateway.wire;

import dev.keybearer.gateway.wire.frame.Frames;
import dev.keybearer.gateway.wire.frame.Frames.Fault;
import dev.keybearer.gateway.wire.frame.Messages;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * The first messages of a caller, as they came: what an upstream has to hear before it says
 * anything. Used by its loop's thread only.
 */
final class Opening implements Flow.Tap, Messages.Taker {
  /** Enough for the names of a thousand topics, and little enough for thousands of tunnels. */
  static final int MOST = 64 << 10;

  private final Messages messages = new Messages(new Frames(true, MOST), MOST, this);
  private final ByteBuf said = Unpooled.buffer(0);
  private int missing;
  private boolean tooLong;

  /** Nothing has been said yet of so many messages. */
  Opening(int repeat) {
    this.missing = repeat;
  }

  /** Whether all of it has been said. */
  boolean isWhole() {
    return missing == 0 && !tooLong;
  }

  /** Whether it is longer than what is kept. */
  boolean isTooLong() {
    return tooLong;
  }

  /** All of it, for somebody else. */
  ByteBuf again() {
    return Unpooled.copiedBuffer(said);
  }

  @Override
  public boolean hears(ByteBuf octets) {
    if (missing > 0 && messages.pass(octets) != Fault.NONE) {
      tooLong();
    }
    return missing > 0 && !tooLong;
  }

  @Override
  public void message(byte[] octets) {
    if (said.readableBytes() + octets.length > MOST) {
      tooLong();
      return;
    }
    said.writeBytes(octets);
    missing--;
    if (missing == 0) {
      messages.stop();
    }
  }

  @Override
  public void tooLong() {
    tooLong = true;
    messages.stop();
  }

  @Override
  public void control(int opcode, byte[] octets) {}
}
