package dev.keybearer.simulator.socket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Frames as a server writes them: whole messages, never masked (RFC 6455 section 5.2). */
public final class Frame {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  static final int LAST = 0x80;
  static final int MASKED = 0x80;
  static final int TWO_BYTES = 126;
  static final int EIGHT_BYTES = 127;

  /** Control frames have no longer form of their length (RFC 6455 section 5.5). */
  static final int LARGEST_CONTROL = 125;

  private Frame() {}

  /** A text message. */
  public static byte[] text(String text) {
    return bytes(TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  /** An answer to a ping. */
  public static byte[] pong(byte[] payload) {
    return bytes(PONG, payload);
  }

  /** A close frame; the reason is cut to what fits. */
  public static byte[] close(int code, String reason) {
    byte[] why = reason.getBytes(StandardCharsets.US_ASCII);
    byte[] cut = Arrays.copyOf(why, Math.min(why.length, LARGEST_CONTROL - Short.BYTES));
    ByteBuffer payload = ByteBuffer.allocate(Short.BYTES + cut.length);
    payload.putShort((short) code).put(cut);
    return bytes(CLOSE, payload.array());
  }

  /** A close frame without a code, as the answer to one without a code. */
  public static byte[] close() {
    return bytes(CLOSE, new byte[0]);
  }

  private static byte[] bytes(int opcode, byte[] payload) {
    int length = payload.length;
    int extra = length < TWO_BYTES ? 0 : length <= 0xFFFF ? Short.BYTES : Long.BYTES;
    ByteBuffer frame = ByteBuffer.allocate(2 + extra + length);
    frame.put((byte) (LAST | opcode));
    switch (extra) {
      case 0 -> frame.put((byte) length);
      case Short.BYTES -> frame.put((byte) TWO_BYTES).putShort((short) length);
      default -> frame.put((byte) EIGHT_BYTES).putLong(length);
    }
    return frame.put(payload).array();
  }
}
