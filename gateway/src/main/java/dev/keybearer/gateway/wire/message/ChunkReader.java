package dev.keybearer.gateway.wire.message;

import dev.keybearer.gateway.field.Field;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body that comes in chunks. Extensions are judged and dropped, and so are trailers of
 * requests: who gets the body would have to know which of them may be believed. For one body.
 *
 * <pre>
 *   size [";" extension] CR LF  octets CR LF  …  "0" CR LF  [name ":" value CR LF …]  CR LF
 * </pre>
 */
final class ChunkReader implements BodyReader {
  private static final int LONGEST_LINE = 8 << 10;

  /** More than anybody needs for a size of 31 bits, leading zeros counted. */
  private static final int MOST_DIGITS = 16;

  private final int trailersSize;
  private final @Nullable HttpHeaders kept;
  private Place place = Place.SIZE;
  private int looked;
  private int left;
  private int trailers;

  private ChunkReader(int trailersSize, @Nullable HttpHeaders kept) {
    this.trailersSize = trailersSize;
    this.kept = kept;
  }

  /**
   * A reader that drops trailers.
   *
   * @param trailersSize the most octets of trailers
   */
  static ChunkReader dropping(int trailersSize) {
    return new ChunkReader(trailersSize, null);
  }

  /**
   * A reader that hands trailers over with the last part.
   *
   * @param trailersSize the most octets of trailers
   */
  static ChunkReader keeping(int trailersSize) {
    return new ChunkReader(
        trailersSize,
        DefaultHttpHeadersFactory.trailersFactory().withValidation(false).newHeaders());
  }

  @Override
  public boolean read(ByteBuf in, List<Object> parts) throws BadMessage {
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
        parts.add(last());
        return true;
      }
    }
    return false;
  }

  private LastHttpContent last() {
    return kept == null || kept.isEmpty()
        ? LastHttpContent.EMPTY_LAST_CONTENT
        : new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER, kept);
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
  private int line(ByteBuf in) throws BadMessage {
    int feed = in.indexOf(in.readerIndex() + looked, in.writerIndex(), (byte) '\n');
    int length = (feed < 0 ? in.writerIndex() : feed) - in.readerIndex();
    if (length > most()) {
      throw BadMessage.framing();
    }
    if (feed < 0) {
      looked = length;
      return -1;
    }
    looked = 0;
    if (length == 0 || in.getByte(feed - 1) != '\r') {
      throw BadMessage.framing();
    }
    return feed - 1;
  }

  private int most() {
    return place == Place.TRAILERS ? trailersSize - trailers : LONGEST_LINE;
  }

  /** Takes a line; whether the body ends with it. */
  private boolean take(ByteBuf in, int start, int end) throws BadMessage {
    switch (place) {
      case SIZE -> {
        left = size(in, start, end);
        place = left == 0 ? Place.TRAILERS : Place.OCTETS;
      }
      case END -> {
        if (start != end) {
          throw BadMessage.framing();
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

  private static int size(ByteBuf in, int start, int end) throws BadMessage {
    long size = 0;
    int at = start;
    for (int digit = hex(in, at, end); digit >= 0; digit = hex(in, at, end)) {
      size = size * 16 + digit;
      at++;
      if (size > Integer.MAX_VALUE || at - start > MOST_DIGITS) {
        throw BadMessage.framing();
      }
    }
    if (at == start || (at < end && in.getByte(at) != ';')) {
      throw BadMessage.framing();
    }
    extension(in, at, end);
    return (int) size;
  }

  private static int hex(ByteBuf in, int at, int end) {
    return at < end ? Character.digit((char) (in.getByte(at) & 0xff), 16) : -1;
  }

  /** Nothing that somebody could take for the end of the line, and no quote that stays open. */
  private static void extension(ByteBuf in, int start, int end) throws BadMessage {
    boolean quoted = false;
    boolean escaped = false;
    for (int at = start; at < end; at++) {
      byte octet = in.getByte(at);
      if (isControl(octet)) {
        throw BadMessage.framing();
      }
      if (octet == '"' && !escaped) {
        quoted = !quoted;
      }
      escaped = octet == '\\' && quoted && !escaped;
    }
    if (quoted) {
      throw BadMessage.framing();
    }
  }

  private void trailer(ByteBuf in, int start, int end) throws BadMessage {
    trailers += end - start;
    int colon = in.indexOf(start, end, (byte) ':');
    if (colon <= start) {
      throw BadMessage.framing();
    }
    for (int at = start; at < end; at++) {
      byte octet = in.getByte(at);
      boolean blankInName = at < colon && (octet == ' ' || octet == '\t');
      if (blankInName || isControl(octet)) {
        throw BadMessage.framing();
      }
    }
    if (kept != null) {
      keep(kept, text(in, start, colon), text(in, colon + 1, end));
    }
  }

  private static void keep(HttpHeaders kept, String name, String value) throws BadMessage {
    if (!Field.isName(name)) {
      throw BadMessage.framing();
    }
    kept.add(name, value.strip());
  }

  private static String text(ByteBuf in, int start, int end) {
    return in.toString(start, end - start, StandardCharsets.ISO_8859_1);
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
