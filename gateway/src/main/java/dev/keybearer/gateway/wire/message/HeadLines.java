package dev.keybearer.gateway.wire.message;

import dev.keybearer.gateway.exchange.WireFault;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a head that is coming: where each ends, and whether the empty one is among them. No
 * octet is looked at twice, however small the pieces are in which it comes. One to a connection,
 * used by its loop's thread only.
 */
final class HeadLines {
  private static final int LONGEST_FIRST = 8 << 10;

  /** So many octets are looked at in one go: nearly all heads are shorter, and bodies are not. */
  private static final int PIECE = 4 << 10;

  private final int mostOctets;
  private final int mostFields;
  private int[] ends = new int[16];
  private int count;
  private int begin;
  private int looked;
  private int size;

  /**
   * Lines.
   *
   * @param mostOctets in all lines but the first one
   * @param mostFields how many these are
   */
  HeadLines(int mostOctets, int mostFields) {
    this.mostOctets = mostOctets;
    this.mostFields = mostFields;
  }

  /**
   * The octets of the head that begins where reading would go on, and some of what follows it, or
   * null when the head is not whole yet.
   *
   * @param scratch where they are looked at
   */
  byte @Nullable [] whole(ByteBuf in, HeadOctets scratch) throws BadMessage {
    while (looked < in.readableBytes()) {
      int from = Math.max(looked - 1, 0); // a CR may have come without its LF
      int length = Math.min(in.readableBytes() - from, PIECE);
      byte[] octets = scratch.take(in, from, length);
      if (from == 0 && isNoBegin(octets[0])) {
        throw BadMessage.framing();
      }
      if (isLast(octets, from, length)) {
        return from == 0 ? octets : scratch.take(in, 0, looked);
      }
    }
    return null;
  }

  /**
   * Whether the head ends in these.
   *
   * @param from the place of the first of them in the head
   */
  private boolean isLast(byte[] octets, int from, int length) throws BadMessage {
    while (true) {
      int feed = Ascii.indexOf('\n', octets, looked - from, length);
      int end = from + (feed < 0 ? length : feed);
      int line = end - 1 - begin; // the CR does not count
      bound(line);
      if (feed < 0) {
        looked = end;
        return false;
      }
      if (end == begin || octets[feed - 1] != '\r') {
        throw BadMessage.framing();
      }
      looked = end + 1;
      if (line == 0) {
        return true;
      }
      add(line);
    }
  }

  /** Blanks and controls begin nothing, and an empty line does not either. */
  private static boolean isNoBegin(byte octet) {
    return octet <= ' ' || octet == 0x7f;
  }

  private void bound(int length) throws BadMessage {
    if (count == 0 && length > LONGEST_FIRST) {
      throw new BadMessage(WireFault.LONG_TARGET);
    }
    if (count > 0 && size + length > mostOctets) {
      throw new BadMessage(WireFault.LONG_HEADER);
    }
  }

  private void add(int length) throws BadMessage {
    if (count > mostFields) {
      throw new BadMessage(WireFault.LONG_HEADER);
    }
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count);
    }
    size += count == 0 ? 0 : length;
    ends[count++] = begin + length;
    begin = looked;
  }

  /** How many lines there are besides the first one and the empty one. */
  int fields() {
    return count - 1;
  }

  /** Where the CR of a line stands, counted from the first octet of the head. */
  int end(int line) {
    return ends[line];
  }

  /** All octets of the head, the empty line with them. */
  int length() {
    return looked;
  }

  /** Another head begins. */
  void clear() {
    count = 0;
    begin = 0;
    looked = 0;
    size = 0;
  }
}
