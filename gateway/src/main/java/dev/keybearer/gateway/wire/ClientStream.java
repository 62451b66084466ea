package dev.keybearer.gateway.wire;

import dev.keybearer.gateway.exchange.Answer;
import dev.keybearer.gateway.exchange.Ending.How;
import dev.keybearer.gateway.exchange.Request;
import dev.keybearer.gateway.exchange.WireFault;
import dev.keybearer.gateway.wire.message.FieldsAsTheyCame;
import dev.keybearer.gateway.wire.message.Heads;
import dev.keybearer.gateway.wire.message.StreamHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer on a connection that carries many. Used by its loop's thread only.
 *
 * <pre>
 *   open ──head──▶ asked ──begin──▶ serving ──whole answer──▶ over ──it has left──▶ closed
 *                    │                │                        │ before the request was whole: NO_ERROR
 *     taken back, or │                │ reset, cut off         │ not taken in time: CANCEL
 *          malformed ▼                ▼                        ▼
 *                  reset ◀────────────┴────────────────────────┘
 * </pre>
 *
 * <p>What is asked for begins when all that came together has been looked at: whoever asks and
 * takes it back in one breath (CVE-2023-44487) costs the reading of a head, and no upstream hears
 * of it.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // that a write or an end failed is learnt from the end
final class ClientStream extends ChannelInboundHandlerAdapter
    implements ClientSide, Flushes.Sender {
  private final ClientStreams streams;
  private final Channel channel;
  private final StreamWriter writer;
  private @Nullable FieldsAsTheyCame asked;
  private @Nullable WireExchange exchange;
  private boolean headed;
  private boolean whole;
  private boolean over;
  private boolean waiting;
  private long since;

  ClientStream(ClientStreams streams, Channel channel) {
    this.streams = streams;
    this.channel = channel;
    this.writer = new StreamWriter(channel, this::left);
    this.since = streams.loop().now();
  }

  @Override
  public Loop loop() {
    return streams.loop();
  }

  @Override
  public void write(Object part) {
    writer.write(part);
  }

  @Override
  public void flush() {
    if (waiting) {
      return;
    }
    if (channel.isWritable()) {
      loop().flushes().add(this);
      waiting = true;
    } else {
      channel.flush();
    }
  }

  @Override
  public void send() {
    waiting = false;
    channel.flush();
  }

  @Override
  public void read() {
    channel.read();
  }

  @Override
  public boolean isWritable() {
    return channel.isWritable();
  }

  @Override
  public void finished(boolean keepAlive, boolean all) {
    over = true;
    since = loop().now();
  }

  @Override
  public void cutOff(How how) {
    over = true;
    if (how == How.UPSTREAM_BROKE) {
      resetBlameless(Http2Error.INTERNAL_ERROR);
    } else {
      reset(Http2Error.INTERNAL_ERROR);
    }
  }

  private void reset(Http2Error error) {
    streams.reset();
    resetBlameless(error);
  }

  /** One that says nothing against the caller, and does not count. */
  private void resetBlameless(Http2Error error) {
    channel.writeAndFlush(new DefaultHttp2ResetFrame(error));
    channel.close();
  }

  /** The whole answer has left: nobody waits for the rest of the request (RFC 9113 section 8.1). */
  private void left(Future<?> written) {
    if (written.isSuccess() && !whole && channel.isActive()) {
      resetBlameless(Http2Error.NO_ERROR);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    streams.opened(this);
    context.read();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    switch (message) {
      case Http2HeadersFrame head when !headed -> head(head);
      case Http2HeadersFrame trailers -> trailers(trailers);
      case Http2DataFrame data -> body(data.content(), data.isEndStream());
      default -> ReferenceCountUtil.release(message);
    }
  }

  private void head(Http2HeadersFrame frame) {
    headed = true;
    whole = frame.isEndStream();
    asked = (FieldsAsTheyCame) frame.headers();
    streams.asked(this);
  }

  /**
   * Serves what was asked for, unless it was taken back since. Nothing that follows on the stream
   * has been read before.
   */
  void begin() {
    FieldsAsTheyCame fields = asked;
    if (fields == null) {
      return;
    }
    asked = null;
    StreamHead head = new StreamHead(streams.link());
    WireFault fault = head.take(fields);
    if (fault != null) {
      malformed(fault);
      return;
    }
    Request request = head.request(whole);
    WireExchange begun =
        new WireExchange(this, new Heads.Caller(head.isHead(), false, !loop().isDraining()));
    exchange = begun;
    if (whole) {
      begun.bodyPart(Unpooled.EMPTY_BUFFER, true);
    }
    begun.begin(loop().front().arrived(request, begun));
  }

  private void malformed(WireFault fault) {
    over = true;
    Answer answer = loop().front().malformed(fault, streams.link().socket());
    if (fault == WireFault.FRAMING) {
      reset(Http2Error.PROTOCOL_ERROR); // section 8.1.1
      return;
    }
    write(answer, new Heads.Caller(false, false, true));
    flush();
  }

  private void body(ByteBuf octets, boolean end) {
    whole = end;
    WireExchange served = exchange;
    if (served == null || over) {
      octets.release();
    } else {
      served.bodyPart(octets, end);
    }
  }

  private void trailers(Http2HeadersFrame trailers) {
    if (StreamHead.areTrailers(trailers.headers())) {
      body(Unpooled.EMPTY_BUFFER, true);
      return;
    }
    gone(How.CALLER_BROKE);
    reset(Http2Error.PROTOCOL_ERROR);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    WireExchange served = exchange;
    if (served != null && !over) {
      served.clientRead();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    since = loop().now();
    WireExchange served = exchange;
    if (served != null && !over) {
      served.clientWritable();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof Http2ResetFrame) {
      lost();
    }
  }

  /** Nobody is at the other end. What was not read is thrown away, else it would stay for ever. */
  void lost() {
    gone(How.CALLER_LEFT);
    channel.close();
  }

  /** What came on the stream is no body of the length that was told, or breaks another rule. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!headed || asked != null) {
      loop().front().malformed(WireFault.FRAMING, streams.link().socket());
    }
    gone(How.CALLER_BROKE);
    streams.reset(); // which the codec does
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    streams.closed(this);
    if (!headed) { // the codec has answered it: its header was longer than was said
      headed = true;
      loop().front().malformed(WireFault.LONG_HEADER, streams.link().socket());
    }
    gone(How.CALLER_LEFT);
  }

  private void gone(How how) {
    headed = true;
    over = true;
    asked = null;
    WireExchange served = exchange;
    if (served != null) {
      served.clientGone(how);
    }
  }

  /** Ends what takes too long. */
  void tick(long now) {
    WireExchange served = exchange;
    if (served != null && !over) {
      served.tick(now);
    } else if (now - since >= loop().limits().idle().toNanos()) {
      reset(Http2Error.CANCEL); // its answer is not taken
    }
  }

  /** Ends it, whatever is under way. */
  void stop() {
    gone(How.STOPPED);
    channel.close();
  }
}
