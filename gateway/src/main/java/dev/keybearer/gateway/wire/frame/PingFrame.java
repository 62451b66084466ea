package dev.keybearer.gateway.wire.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Frames to an upstream that ask whether it is there, and that answer (RFC 6455 sections 5.5.2 and
 * 5.5.3).
 *
 * <pre>
 *   89 80 00000000                 ping
 *   8A 8L 00000000 payload…        pong, with the payload of the ping
 * </pre>
 *
 * The masking key is nought: what is masked is the upstream's own, or nothing.
 */
public final class PingFrame {
  private static final int PING = 0x89;
  private static final int PONG = 0x8A;
  private static final int MASK = 0x80;
  private static final int HEADER = 2;

  private PingFrame() {}

  public static ByteBuf ping() {
    return Unpooled.buffer(6).writeByte(PING).writeByte(MASK).writeInt(0);
  }

  /** The answer to a ping of the upstream, whose frame has no mask. */
  public static ByteBuf pong(byte[] ping) {
    int length = ping.length - HEADER;
    ByteBuf frame = Unpooled.buffer(6 + length);
    frame.writeByte(PONG).writeByte(MASK | length).writeInt(0);
    return frame.writeBytes(ping, HEADER, length);
  }
}
