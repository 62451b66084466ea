package dev.keybearer.gateway.wire.frame;

import dev.keybearer.gateway.exchange.Closing;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Frames that close (RFC 6455 section 5.5.1): a code of two octets, and words for people.
 *
 * <pre>
 *   88 LL CC CC words…                  to a caller
 *   88 8L key key key key masked…       to an upstream
 * </pre>
 */
public final class CloseFrame {
  private static final int FIRST = 0x88;
  private static final int MASK = 0x80;
  private static final int DONE = 1000;
  private static final int GOING_AWAY = 1001;

  private CloseFrame() {}

  public static ByteBuf toCaller(Closing closing) {
    byte[] words = closing.words().getBytes(StandardCharsets.US_ASCII);
    ByteBuf frame = Unpooled.buffer(4 + words.length);
    frame.writeByte(FIRST).writeByte(2 + words.length).writeShort(closing.code());
    return frame.writeBytes(words);
  }

  /** Why is none of its business; that a key can be guessed harms nobody, since all is ours. */
  public static ByteBuf toUpstream() {
    return toUpstream(GOING_AWAY);
  }

  /** Another connection has taken the place of this one. */
  public static ByteBuf toPredecessor() {
    return toUpstream(DONE);
  }

  private static ByteBuf toUpstream(int code) {
    int key = ThreadLocalRandom.current().nextInt();
    ByteBuf frame = Unpooled.buffer(8);
    frame.writeByte(FIRST).writeByte(MASK | 2).writeInt(key);
    return frame.writeShort(code ^ key >>> 16);
  }
}
