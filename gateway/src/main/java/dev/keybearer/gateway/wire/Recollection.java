package dev.keybearer.gateway.wire;

import dev.keybearer.gateway.wire.frame.Frames;
import dev.keybearer.gateway.wire.frame.Frames.Fault;
import dev.keybearer.gateway.wire.frame.Messages;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What an upstream said within the last skew, from when another one was asked for. That one may
 * listen before its answer is read here, and say the same. Used by its loop's thread only.
 */
final class Recollection implements Flow.Tap, Messages.Taker {
  /** Beyond that the oldest is forgotten, and may be heard twice. */
  static final int MOST = 1 << 20;

  private final LongSupplier age;
  private final long skewNanos;
  private final long since;
  private final Messages messages = new Messages(new Frames(false, MOST), MOST, this);
  private final ArrayDeque<Said> all = new ArrayDeque<>();
  private int length;
  private boolean over;

  /**
   * Nothing has been said yet.
   *
   * @param age of the tunnel
   */
  Recollection(LongSupplier age, long skewNanos) {
    this.age = age;
    this.skewNanos = skewNanos;
    this.since = age.getAsLong();
  }

  /** When the other one was asked for. */
  long since() {
    return since;
  }

  @Override
  public boolean hears(ByteBuf octets) {
    return messages.pass(octets) == Fault.NONE && !over;
  }

  @Override
  public void message(byte[] octets) {
    all.addLast(new Said(age.getAsLong(), Greeting.text(octets)));
    length += octets.length;
    while (!all.isEmpty() && (length > MOST || isOld(all.getFirst()))) {
      length -= all.removeFirst().text.length();
    }
  }

  private boolean isOld(Said said) {
    return age.getAsLong() - said.at > skewNanos;
  }

  @Override
  public void tooLong() {
    over = true;
    messages.stop();
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
