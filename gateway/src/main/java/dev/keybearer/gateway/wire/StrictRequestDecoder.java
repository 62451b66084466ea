package dev.keybearer.gateway.wire;

import dev.keybearer.gateway.exchange.WireFault;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests of HTTP/1.1 and refuses what can be read in more than one way (G1), wherever the
 * pieces end in which it comes. Nothing is repaired: that is why heads are read here and not by the
 * library, which skips empty lines, joins folded ones and takes the first of several lengths.
 *
 * <pre>
 *   Head ──a body of a length──▶ Fixed ──▶ Head …
 *    │ └───a body in chunks────▶ Chunked ─▶ Head …
 *    └──────no request──────────▶ Broken: whatever else comes is dropped
 * </pre>
 *
 * Used by its loop's thread only.
 */
final class StrictRequestDecoder extends ByteToMessageDecoder {
  private static final int LONGEST_LINE = 8 << 10;

  /** More than any client sends (G9). */
  private static final int MOST_FIELDS = 100;

  private final HeadOctets scratch;
  private final int headSize;
  private final Runnable headBegun;
  private State state = State.HEAD;
  private @Nullable ChunkReader chunks;
  private long left;
  private boolean begun;
  private int looked;
  private int lineStart;
  private int ended;
  private int size;

  /**
   * A decoder.
   *
   * @param scratch of the loop
   * @param headSize the most octets of a header
   * @param headBegun is run when the first octet of a head has come
   */
  StrictRequestDecoder(HeadOctets scratch, int headSize, Runnable headBegun) {
    this.scratch = scratch;
    this.headSize = headSize;
    this.headBegun = headBegun;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    switch (state) {
      case HEAD -> head(in, out);
      case FIXED -> fixed(in, out);
      case CHUNKED -> chunked(in, out);
      case BROKEN -> {}
    }
    if (state == State.BROKEN) {
      in.skipBytes(in.readableBytes());
    }
  }

  private void head(ByteBuf in, List<Object> out) {
    if (!in.isReadable()) {
      return;
    }
    if (!begun) {
      begun = true;
      headBegun.run();
    }
    try {
      if (isWhole(in)) {
        head(HeadReader.read(scratch.take(in, looked), ended - 1), out);
      }
    } catch (BadRequest e) {
      head(new RequestHead(e.fault()), out);
    }
  }

  /** Looks at the lines that have come; whether the empty one that ends the head is among them. */
  private boolean isWhole(ByteBuf in) throws BadRequest {
    int base = in.readerIndex();
    if (isNoBegin(in.getByte(base))) {
      throw BadRequest.framing();
    }
    while (true) {
      int feed = in.indexOf(base + looked, in.writerIndex(), (byte) '\n');
      int end = (feed < 0 ? in.writerIndex() : feed) - base;
      boundLine(end - 1 - lineStart); // the CR does not count
      if (feed < 0) {
        looked = end;
        return false;
      }
      if (end == lineStart || in.getByte(feed - 1) != '\r') {
        throw BadRequest.framing();
      }
      looked = end + 1;
      if (end - 1 == lineStart) {
        return true;
      }
      boundLines(end - 1 - lineStart);
      lineStart = looked;
    }
  }

  /** Blanks and controls begin nothing, and an empty line does not either. */
  private static boolean isNoBegin(byte octet) {
    return octet <= ' ' || octet == 0x7f;
  }

  private void boundLine(int length) throws BadRequest {
    if (ended == 0 && length > LONGEST_LINE) {
      throw new BadRequest(WireFault.LONG_TARGET);
    }
    if (ended > 0 && size + length > headSize) {
      throw new BadRequest(WireFault.LONG_HEADER);
    }
  }

  private void boundLines(int length) throws BadRequest {
    size += ended == 0 ? 0 : length;
    ended++;
    if (ended - 1 > MOST_FIELDS) {
      throw new BadRequest(WireFault.LONG_HEADER);
    }
  }

  private void head(RequestHead head, List<Object> out) {
    begun = false;
    looked = 0;
    lineStart = 0;
    ended = 0;
    size = 0;
    out.add(head);
    if (head.fault() != null) {
      state = State.BROKEN;
      return;
    }
    left = head.framing().length();
    if (head.framing().chunked()) {
      chunks = new ChunkReader(headSize);
      state = State.CHUNKED;
    } else if (left > 0) {
      state = State.FIXED;
    } else {
      out.add(LastHttpContent.EMPTY_LAST_CONTENT);
    }
  }

  private void fixed(ByteBuf in, List<Object> out) {
    int length = (int) Math.min(left, in.readableBytes());
    if (length == 0) {
      return;
    }
    left -= length;
    ByteBuf part = in.readRetainedSlice(length);
    if (left > 0) {
      out.add(new DefaultHttpContent(part));
    } else {
      out.add(new DefaultLastHttpContent(part));
      state = State.HEAD;
    }
  }

  private void chunked(ByteBuf in, List<Object> out) {
    ChunkReader reader = chunks;
    try {
      if (reader != null && reader.read(in, out)) {
        out.add(LastHttpContent.EMPTY_LAST_CONTENT);
        chunks = null;
        state = State.HEAD;
      }
    } catch (BadRequest e) {
      HttpContent none = new DefaultHttpContent(Unpooled.EMPTY_BUFFER);
      none.setDecoderResult(DecoderResult.failure(e));
      out.add(none);
      state = State.BROKEN;
    }
  }

  /** What comes next. */
  private enum State {
    HEAD,
    FIXED,
    CHUNKED,
    BROKEN
  }
}
