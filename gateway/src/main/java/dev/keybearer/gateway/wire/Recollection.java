package dev.keybearer.gateway.wire;

import dev.keybearer.gateway.wire.Frames.Fault;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * What an upstream said within the last skew, from when another one was asked for. That one may
 * listen before its answer is read here, and say the same. Used by its loop's thread only.
 */
final class Recollection implements Flow.Tap, Messages.Taker {
  /** Beyond that the oldest is forgotten, and may be heard twice. */
  private static final int MOST = 1 << 20;

  private final Tunnel tunnel;
  private final long skewNanos;
  private final long since;
  private final Messages messages = new Messages(new Frames(false, MOST), MOST, this);
  private final ArrayDeque<Said> all = new ArrayDeque<>();
  private int length;

  /** Nothing has been said yet. */
  Recollection(Tunnel tunnel, long skewNanos) {
    this.tunnel = tunnel;
    this.skewNanos = skewNanos;
    this.since = tunnel.age();
  }

  /** When the other one was asked for. */
  long since() {
    return since;
  }

  @Override
  public boolean hears(ByteBuf octets) {
    return messages.pass(octets) == Fault.NONE;
  }

  @Override
  public void message(byte[] octets) {
    all.addLast(new Said(tunnel.age(), Greeting.text(octets)));
    length += octets.length;
    while (length > MOST || isOld(all.getFirst())) {
      length -= all.removeFirst().text.length();
    }
  }

  private boolean isOld(Said said) {
    return tunnel.age() - said.at > skewNanos;
  }

  @Override
  public void control(int opcode, byte[] octets) {}

  /** Tells what was said, the oldest first. */
  void tell(Consumer<Said> listener) {
    all.stream().filter(said -> !isOld(said)).forEach(listener);
  }

  /** A message, as a text of as many characters, and when it came. */
  record Said(long at, String text) {}
}
