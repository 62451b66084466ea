package dev.keybearer.gateway.wire;

import dev.keybearer.gateway.wire.frame.Frames;
import dev.keybearer.gateway.wire.frame.Frames.Fault;
import dev.keybearer.gateway.wire.frame.Messages;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What an upstream said to the {@link Opening} and until a skew later. Another upstream that hears
 * the same opening says the same: a caller that knows it already does not hear it twice. Used by
 * its loop's thread only.
 */
final class Greeting implements Flow.Tap, Messages.Taker {
  /** What answers an opening is not longer than that. */
  static final int MOST = 64 << 10;

  private final Opening opening;
  private final LongSupplier age;
  private final long skewNanos;
  private final Messages messages;
  private final Map<String, Integer> said = new HashMap<>();
  private int length;
  private long opened = -1;

  /**
   * Of a tunnel of which nothing is known yet.
   *
   * @param age of the tunnel
   */
  Greeting(LongSupplier age, Opening opening, long skewNanos) {
    this.age = age;
    this.opening = opening;
    this.skewNanos = skewNanos;
    this.messages = new Messages(new Frames(false, MOST), MOST, this);
  }

  @Override
  public boolean hears(ByteBuf octets) {
    if (opened < 0 && opening.isWhole()) {
      opened = age.getAsLong();
    }
    boolean late = opened >= 0 && age.getAsLong() - opened > skewNanos;
    if (late || messages.pass(octets) != Fault.NONE || length >= MOST) {
      messages.stop();
      return false;
    }
    return true;
  }

  @Override
  public void message(byte[] octets) {
    length += octets.length;
    if (length <= MOST) {
      said.merge(text(octets), 1, Integer::sum);
    }
  }

  @Override
  public void tooLong() {
    length = MOST;
    messages.stop();
  }

  @Override
  public void control(int opcode, byte[] octets) {}

  /** What may be heard again, each as often as it was said; whoever hears it takes it out. */
  Map<String, Integer> again() {
    return new HashMap<>(said);
  }

  /** A message as a text of as many characters. */
  static String text(byte[] message) {
    return new String(message, StandardCharsets.ISO_8859_1);
  }
}
