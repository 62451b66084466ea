package dev.keybearer.gateway.wire.message;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import java.util.List;

/** Reads one body as it comes. Used by its loop's thread only. */
sealed interface BodyReader permits ChunkReader, BodyReader.Measured, BodyReader.ToTheEnd {
  /**
   * Takes what has come as far as it goes.
   *
   * @param parts of the body are added to it, and belong to whoever has it then
   * @return whether the body is whole; then the last one is a last one
   */
  boolean read(ByteBuf in, List<Object> parts) throws BadMessage;

  /** What stands for a message, or the rest of one, that is none. */
  static HttpContent broken(BadMessage fault) {
    HttpContent none = new DefaultHttpContent(Unpooled.EMPTY_BUFFER);
    none.setDecoderResult(DecoderResult.failure(fault));
    return none;
  }

  /** One of a length, which is not 0. */
  final class Measured implements BodyReader {
    private long left;

    Measured(long length) {
      this.left = length;
    }

    @Override
    public boolean read(ByteBuf in, List<Object> parts) {
      int length = (int) Math.min(left, in.readableBytes());
      if (length == 0) {
        return false;
      }
      left -= length;
      ByteBuf part = in.readRetainedSlice(length);
      parts.add(
          left > 0
              ? new DefaultHttpContent(part)
              : new DefaultLastHttpContent(part, EmptyHttpHeaders.INSTANCE));
      return left == 0;
    }
  }

  /** One that ends with its connection. */
  final class ToTheEnd implements BodyReader {
    @Override
    public boolean read(ByteBuf in, List<Object> parts) {
      if (in.isReadable()) {
        parts.add(new DefaultHttpContent(in.readRetainedSlice(in.readableBytes())));
      }
      return false;
    }
  }
}
