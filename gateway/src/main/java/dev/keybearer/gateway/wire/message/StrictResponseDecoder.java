package dev.keybearer.gateway.wire.message;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads answers of upstreams as strictly as requests are read (G2), wherever the pieces end in
 * which they come. A head before the final one stands alone; each final one is followed by a last
 * part.
 *
 * <pre>
 *   head ──a body follows──▶ body ──whole, or the connection ends where that is its end──▶ head …
 *    │ └────no answer─────────┴──▶ broken: whatever else comes is dropped
 *    └──101──▶ switched: nothing more is read
 * </pre>
 *
 * Used by its loop's thread only.
 */
public final class StrictResponseDecoder extends ByteToMessageDecoder {
  private static final int LONGEST_HEAD = 64 << 10;

  /** More than any service sends. */
  private static final int MOST_FIELDS = 250;

  private final HeadOctets scratch;
  private final HeadLines lines = new HeadLines(LONGEST_HEAD, MOST_FIELDS);
  private State state = State.HEAD;
  private @Nullable BodyReader body;
  private boolean toHead;

  /**
   * A decoder.
   *
   * @param scratch of the loop
   */
  public StrictResponseDecoder(HeadOctets scratch) {
    this.scratch = scratch;
  }

  /** Whether the next answer is to HEAD, so that it has no body, whatever its header says. */
  public void awaits(boolean head) {
    toHead = head;
  }

  /** Whether something came behind the answer that was read last. */
  public boolean hasMore() {
    return actualReadableBytes() > 0;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    try {
      switch (state) {
        case HEAD -> head(in, out);
        case BODY -> body(in, out);
        case SWITCHED, BROKEN -> {}
      }
    } catch (BadMessage e) {
      broken(e, out);
    }
    if (state == State.BROKEN) {
      in.skipBytes(in.readableBytes());
    }
  }

  /** The connection has ended. */
  @Override
  protected void decodeLast(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (state == State.HEAD && in.isReadable()) {
      broken(BadMessage.framing(), out);
    } else if (state == State.BODY && body instanceof BodyReader.ToTheEnd) {
      whole();
      out.add(LastHttpContent.EMPTY_LAST_CONTENT);
    }
  }

  private void head(ByteBuf in, List<Object> out) throws BadMessage {
    byte[] octets = lines.whole(in, scratch);
    if (octets == null) {
      return;
    }
    in.skipBytes(lines.length());
    AnswerHead head = AnswerReader.read(octets, lines);
    lines.clear();
    out.add(head);
    if (Heads.isInformational(head)) {
      return;
    }
    if (Heads.isSwitching(head)) {
      state = State.SWITCHED;
    } else if (!toHead && Heads.mayHaveBody(head.status())) {
      begin(head.framing());
    }
    if (state != State.BODY) {
      out.add(LastHttpContent.EMPTY_LAST_CONTENT);
    }
  }

  private void begin(Framing framing) {
    if (framing.chunked()) {
      body = ChunkReader.keeping(LONGEST_HEAD);
    } else if (framing.length() > 0) {
      body = new BodyReader.Measured(framing.length());
    } else if (!framing.tellsEnd()) {
      body = new BodyReader.ToTheEnd();
    }
    state = body == null ? State.HEAD : State.BODY;
  }

  private void body(ByteBuf in, List<Object> out) throws BadMessage {
    if (body != null && body.read(in, out)) {
      whole();
    }
  }

  private void whole() {
    body = null;
    state = State.HEAD;
  }

  private void broken(BadMessage fault, List<Object> out) {
    out.add(BodyReader.broken(fault));
    body = null;
    state = State.BROKEN;
  }

  /** What comes next. */
  private enum State {
    HEAD,
    BODY,
    SWITCHED,
    BROKEN
  }
}
