package dev.keybearer.gateway.wire;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpContent;
import java.util.List;

/**
 * Reads a body that comes in chunks. Extensions are judged and dropped, and so are trailers: who
 * gets the body would have to know which of them may be believed. For one body.
 *
 * <pre>
 *   size [";" extension] CR LF  octets CR LF  …  "0" CR LF  [name ":" value CR LF …]  CR LF
 * </pre>
 */
final class ChunkReader {
  private static final int LONGEST_LINE = 8 << 10;

  /** More than anybody needs for a size of 31 bits, leading zeros counted. */
  private static final int MOST_DIGITS = 16;

  private final int trailersSize;
  private Place place = Place.SIZE;
  private int looked;
  private int left;
  private int trailers;

  /**
   * A reader.
   *
   * @param trailersSize the most octets of trailers
   */
  ChunkReader(int trailersSize) {
    this.trailersSize = trailersSize;
  }

  /**
   * Takes what has come as far as it goes.
   *
   * @param parts of the body are added to it, and belong to whoever has it then
   * @return whether the body is whole
   */
  boolean read(ByteBuf in, List<Object> parts) throws BadRequest {
    while (in.isReadable()) {
      if (place == Place.OCTETS) {
        octets(in, parts);
        continue;
      }
      int end = line(in);
      if (end < 0) {
        return false;
      }
      boolean whole = take(in, in.readerIndex(), end);
      in.readerIndex(end + 2);
      if (whole) {
        return true;
      }
    }
    return false;
  }

  private void octets(ByteBuf in, List<Object> parts) {
    int length = Math.min(left, in.readableBytes());
    parts.add(new DefaultHttpContent(in.readRetainedSlice(length)));
    left -= length;
    if (left == 0) {
      place = Place.END;
    }
  }

  /** Where the line that begins here ends, or -1 when its end has not come. */
  private int line(ByteBuf in) throws BadRequest {
    int feed = in.indexOf(in.readerIndex() + looked, in.writerIndex(), (byte) '\n');
    int length = (feed < 0 ? in.writerIndex() : feed) - in.readerIndex();
    if (length > most()) {
      throw BadRequest.framing();
    }
    if (feed < 0) {
      looked = length;
      return -1;
    }
    looked = 0;
    if (length == 0 || in.getByte(feed - 1) != '\r') {
      throw BadRequest.framing();
    }
    return feed - 1;
  }

  private int most() {
    return place == Place.TRAILERS ? trailersSize - trailers : LONGEST_LINE;
  }

  /** Takes a line; whether the body ends with it. */
  private boolean take(ByteBuf in, int start, int end) throws BadRequest {
    switch (place) {
      case SIZE -> {
        left = size(in, start, end);
        place = left == 0 ? Place.TRAILERS : Place.OCTETS;
      }
      case END -> {
        if (start != end) {
          throw BadRequest.framing();
        }
        place = Place.SIZE;
      }
      case TRAILERS -> {
        if (start == end) {
          return true;
        }
        trailer(in, start, end);
      }
      case OCTETS -> throw new IllegalStateException("octets are no line");
    }
    return false;
  }

  private static int size(ByteBuf in, int start, int end) throws BadRequest {
    long size = 0;
    int at = start;
    for (int digit = hex(in, at, end); digit >= 0; digit = hex(in, at, end)) {
      size = size * 16 + digit;
      at++;
      if (size > Integer.MAX_VALUE || at - start > MOST_DIGITS) {
        throw BadRequest.framing();
      }
    }
    if (at == start || (at < end && in.getByte(at) != ';')) {
      throw BadRequest.framing();
    }
    extension(in, at, end);
    return (int) size;
  }

  private static int hex(ByteBuf in, int at, int end) {
    return at < end ? Character.digit((char) (in.getByte(at) & 0xff), 16) : -1;
  }

  /** Nothing that somebody could take for the end of the line, and no quote that stays open. */
  private static void extension(ByteBuf in, int start, int end) throws BadRequest {
    boolean quoted = false;
    boolean escaped = false;
    for (int at = start; at < end; at++) {
      byte octet = in.getByte(at);
      if (isControl(octet)) {
        throw BadRequest.framing();
      }
      if (octet == '"' && !escaped) {
        quoted = !quoted;
      }
      escaped = octet == '\\' && quoted && !escaped;
    }
    if (quoted) {
      throw BadRequest.framing();
    }
  }

  private void trailer(ByteBuf in, int start, int end) throws BadRequest {
    trailers += end - start;
    int colon = in.indexOf(start, end, (byte) ':');
    if (colon <= start) {
      throw BadRequest.framing();
    }
    for (int at = start; at < end; at++) {
      byte octet = in.getByte(at);
      boolean blankInName = at < colon && (octet == ' ' || octet == '\t');
      if (blankInName || isControl(octet)) {
        throw BadRequest.framing();
      }
    }
  }

  private static boolean isControl(byte octet) {
    return (octet >= 0 && octet < ' ' && octet != '\t') || octet == 0x7f;
  }

  /** What comes next. */
  private enum Place {
    SIZE,
    OCTETS,
    END,
    TRAILERS
  }
}
