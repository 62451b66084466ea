package dev.keybearer.benchmark.gateway;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds where the answers on one connection end, by the length that each of them names. */
final class AnswerReader {
  private static final int HEAD_END = '\r' << 24 | '\n' << 16 | '\r' << 8 | '\n';
  private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: *(\\d+)");
  private static final String LAST = "\r\nconnection: close";
  private static final int LONGEST_HEAD = 8_192;

  private final byte[] head = new byte[LONGEST_HEAD];
  private int size; // of the head so far
  private int last; // its last four octets
  private long left = -1; // octets of the body that are still to come, when the head is whole
  private int status;
  private boolean keeps;

  /**
   * Whether the answer ends with these octets, all of which are read.
   *
   * @throws IllegalStateException when this is no answer
   */
  boolean isWhole(ByteBuf octets) {
    while (left < 0 && octets.isReadable()) {
      byte octet = octets.readByte();
      head[size++] = octet;
      last = last << 8 | octet;
      if (last == HEAD_END) {
        begin();
      } else if (size == LONGEST_HEAD) {
        throw new IllegalStateException("the head of an answer is too long");
      }
    }
    if (left < 0) {
      return false;
    }
    int more = octets.readableBytes();
    octets.skipBytes(more);
    left -= more;
    if (left < 0) {
      throw new IllegalStateException("an answer is longer than it says");
    }
    if (left > 0) {
      return false;
    }
    size = 0;
    last = 0;
    left = -1;
    return true;
  }

  private void begin() {
    String text = new String(head, 0, size, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
    Matcher length = LENGTH.matcher(text);
    if (!text.startsWith("http/1.1 ") || !length.find()) {
      throw new IllegalStateException("an answer has no length that it names");
    }
    status = Integer.parseInt(text.substring(9, 12));
    left = Long.parseLong(length.group(1));
    keeps = !text.contains(LAST);
  }

  /** The status of the answer that was whole last. */
  int status() {
    return status;
  }

  /** Whether another call may follow on the connection. */
  boolean keeps() {
    return keeps;
  }
}
