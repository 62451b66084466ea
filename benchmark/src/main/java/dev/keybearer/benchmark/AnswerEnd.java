package dev.keybearer.benchmark;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Finds where an answer ends whose body has a known length, and takes nothing but 200. */
final class AnswerEnd {
  private static final byte[] GOOD = "HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII);
  private static final int HEAD_END = '\r' << 24 | '\n' << 16 | '\r' << 8 | '\n';

  private final int body;
  private int last; // the last four octets of the head so far
  private int head; // octets of it so far
  private int left = -1; // octets of the body that are still to come, when the head is whole

  AnswerEnd(int body) {
    this.body = body;
  }

  /** Whether the answer ends with these octets. */
  boolean isIn(ByteBuf octets) {
    while (left < 0 && octets.isReadable()) {
      byte octet = octets.readByte();
      if (head < GOOD.length && octet != GOOD[head]) {
        throw new IllegalStateException("another answer than 200 has come");
      }
      head++;
      last = last << 8 | octet;
      left = last == HEAD_END ? body : -1;
    }
    if (left < 0) {
      return false;
    }
    left -= octets.readableBytes();
    if (left < 0) {
      throw new IllegalStateException("an answer is longer than the upstream's");
    }
    if (left > 0) {
      return false;
    }
    head = 0;
    last = 0;
    left = -1;
    return true;
  }
}
