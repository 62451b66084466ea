package dev.keybearer.gateway.wire.message;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests of HTTP/1.1 and refuses what can be read in more than one way (G1), wherever the
 * pieces end in which it comes. A head that nothing follows stands alone. Nothing is repaired: that
 * is why heads are read here and not by the library, which skips empty lines, joins folded ones and
 * takes the first of several lengths.
 *
 * <pre>
 *   head ──a body follows──▶ body ──whole──▶ head …
 *    └──────no request────────┴──▶ broken: whatever else comes is dropped
 * </pre>
 *
 * Used by its loop's thread only.
 */
public final class StrictRequestDecoder extends ByteToMessageDecoder {
  /** More than any client sends (G9). */
  private static final int MOST_FIELDS = 100;

  private final HeadOctets scratch;
  private final int headSize;
  private final Runnable headBegun;
  private final HeadLines lines;
  private @Nullable BodyReader body;
  private boolean begun;
  private boolean broken;

  /**
   * A decoder.
   *
   * @param scratch of the loop
   * @param headSize the most octets of a header
   * @param headBegun is run when the first octet of a head has come
   */
  public StrictRequestDecoder(HeadOctets scratch, int headSize, Runnable headBegun) {
    this.scratch = scratch;
    this.headSize = headSize;
    this.headBegun = headBegun;
    this.lines = new HeadLines(headSize, MOST_FIELDS);
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    BodyReader under = body;
    if (under != null) {
      body(under, in, out);
    } else if (!broken && in.isReadable()) {
      head(in, out);
    }
    if (broken) {
      in.skipBytes(in.readableBytes());
    }
  }

  private void head(ByteBuf in, List<Object> out) {
    if (!begun) {
      begun = true;
      headBegun.run();
    }
    try {
      byte[] octets = lines.whole(in, scratch);
      if (octets != null) {
        in.skipBytes(lines.length());
        head(RequestReader.read(octets, lines), out);
      }
    } catch (BadMessage e) {
      head(new RequestHead(e.fault()), out);
    }
  }

  private void head(RequestHead head, List<Object> out) {
    begun = false;
    lines.clear();
    out.add(head);
    broken = head.fault() != null;
    Framing framing = head.framing();
    if (framing.chunked()) {
      body = ChunkReader.dropping(headSize);
    } else if (!framing.isBodiless()) {
      body = new BodyReader.Measured(framing.length());
    }
  }

  private void body(BodyReader under, ByteBuf in, List<Object> out) {
    try {
      if (under.read(in, out)) {
        body = null;
      }
    } catch (BadMessage e) {
      out.add(BodyReader.broken(e));
      body = null;
      broken = true;
    }
  }
}
