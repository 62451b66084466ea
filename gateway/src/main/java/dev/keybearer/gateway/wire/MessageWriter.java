package dev.keybearer.gateway.wire;

import dev.keybearer.gateway.exchange.Departure;
import dev.keybearer.gateway.field.BodyLength;
import dev.keybearer.gateway.field.Field;
import dev.keybearer.gateway.wire.message.AnswerHead;
import dev.keybearer.gateway.wire.message.HeadText;
import dev.keybearer.gateway.wire.message.Heads;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages of HTTP/1.1 whose heads were judged before: requests from {@link Departure}s,
 * answers from heads that {@link Heads} has framed. What is written between two flushes leaves in
 * one go, and as one buffer as long as it is short: a copy costs less than a second piece.
 *
 * <pre>
 *   head, body by its length          head, body in chunks: size CR LF octets CR LF … 0 CR LF trailers CR LF
 * </pre>
 *
 * One to a connection, which calls it without a detour through the pipeline. Used by its loop's
 * thread only. Nobody is told of a single write: it is learnt from the end of the connection that
 * one failed.
 */
@SuppressWarnings("FutureReturnValueIgnored") // see above
final class MessageWriter extends ChannelOutboundHandlerAdapter implements Flushes.Sender {
  /** Longer parts of a body are sent as they are. */
  private static final int MOST_COPIED = 2 << 10;

  private static final int MOST_GATHERED = 16 << 10;

  private static final byte[] VERSION = HeadText.words(" HTTP/1.1\r\nhost: ");
  private static final byte[] LENGTH = HeadText.words("content-length: ");
  private static final byte[] IN_CHUNKS = HeadText.words("transfer-encoding: chunked\r\n");
  private static final byte[] LAST_CHUNK = HeadText.words("0\r\n");

  private final HeadText text;
  private final Flushes flushes;
  private @Nullable ChannelHandlerContext here;
  private boolean waiting;
  private @Nullable ByteBuf gathered;
  private boolean chunked;
  private boolean bodiless;

  /**
   * A writer.
   *
   * @param loop whose connection it writes to
   */
  MessageWriter(Loop loop) {
    this.text = loop.text();
    this.flushes = loop.flushes();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    here = context;
  }

  /** Writes a part of a message, or octets as they are; it leaves with the next flush. */
  void write(Object part) {
    ChannelHandlerContext context = here;
    if (context == null) {
      ReferenceCountUtil.release(part);
      return;
    }
    switch (part) {
      case Departure departure -> head(context, departure);
      case AnswerHead head -> head(context, head);
      case HttpContent content -> content(context, content);
      default -> write(context, part, context.voidPromise());
    }
  }

  /** Has what was written sent, together with what others have to send. */
  void flush() {
    ChannelHandlerContext context = here;
    if (context == null || waiting) {
      return;
    }
    if (context.channel().isWritable()) {
      flushes.add(this);
      waiting = true;
    } else {
      flush(context); // it is much, and whoever brings more waits for room
    }
  }

  @Override
  public void send() {
    waiting = false;
    ChannelHandlerContext context = here;
    if (context != null) {
      flush(context);
    }
  }

  /** Octets that come the usual way, behind what was written. */
  @Override
  public void write(ChannelHandlerContext context, Object octets, ChannelPromise promise) {
    pour(context);
    context.write(octets, promise);
  }

  private void head(ChannelHandlerContext context, Departure departure) {
    text.clear();
    text.add(departure.method()).add(" ").add(departure.target()).add(VERSION);
    text.add(departure.to().authority()).endLine();
    for (Field field : departure.fields()) {
      text.field(field.name(), field.value());
    }
    chunked = departure.body() instanceof BodyLength.Chunked;
    bodiless = false;
    switch (departure.body()) {
      case BodyLength.None _ -> {}
      case BodyLength.Exactly exactly ->
          text.add(LENGTH).add(Long.toString(exactly.octets())).endLine();
      case BodyLength.Chunked _ -> text.add(IN_CHUNKS);
    }
    gather(context, text.endLine());
  }

  private void head(ChannelHandlerContext context, AnswerHead head) {
    text.clear();
    head.writeTo(text);
    bodiless = Heads.isBodiless(head.status());
    chunked = Heads.leavesInChunks(head);
    gather(context, text.endLine());
  }

  private void content(ChannelHandlerContext context, HttpContent content) {
    ByteBuf octets = content.content();
    if (bodiless || !octets.isReadable()) {
      content.release();
    } else if (chunked) {
      text.clear();
      gather(context, text.add(Integer.toHexString(octets.readableBytes())).endLine());
      octets(context, octets);
      text.clear();
      gather(context, text.endLine());
    } else {
      octets(context, octets);
    }
    if (chunked && content instanceof LastHttpContent last) {
      text.clear();
      text.add(LAST_CHUNK);
      fields(last.trailingHeaders());
      gather(context, text.endLine());
    }
  }

  private void fields(HttpHeaders headers) {
    Iterator<Map.Entry<CharSequence, CharSequence>> each = headers.iteratorCharSequence();
    while (each.hasNext()) {
      Map.Entry<CharSequence, CharSequence> field = each.next();
      text.field(field.getKey(), field.getValue());
    }
  }

  private void octets(ChannelHandlerContext context, ByteBuf octets) {
    if (octets.readableBytes() > MOST_COPIED) {
      pour(context);
      context.write(octets, context.voidPromise());
      return;
    }
    gathered(context, octets.readableBytes()).writeBytes(octets);
    octets.release();
  }

  private void gather(ChannelHandlerContext context, HeadText words) {
    words.writeTo(gathered(context, words.length()));
  }

  /** Room for so many octets more. */
  private ByteBuf gathered(ChannelHandlerContext context, int more) {
    if (gathered != null && gathered.readableBytes() + more > MOST_GATHERED) {
      pour(context);
    }
    if (gathered == null) {
      gathered = context.alloc().directBuffer(more + (MOST_COPIED >> 2));
    }
    return gathered;
  }

  private void pour(ChannelHandlerContext context) {
    if (gathered != null) {
      context.write(Objects.requireNonNull(gathered), context.voidPromise());
      gathered = null;
    }
  }

  @Override
  public void flush(ChannelHandlerContext context) {
    pour(context);
    context.flush();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    here = null;
    if (gathered != null) {
      gathered.release();
      gathered = null;
    }
  }
}
