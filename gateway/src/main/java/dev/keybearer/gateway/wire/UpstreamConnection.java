package dev.keybearer.gateway.wire;

import dev.keybearer.gateway.exchange.UpstreamFault;
import dev.keybearer.gateway.exchange.UpstreamFault.Kind;
import dev.keybearer.gateway.wire.message.AnswerHead;
import dev.keybearer.gateway.wire.message.Heads;
import dev.keybearer.gateway.wire.message.StrictResponseDecoder;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection to an upstream. Used by its loop's thread only.
 *
 * <pre>
 *   connecting ──▶ serving an exchange ──its answer is whole──▶ done ──read──▶ idle ──▶ serving …
 *                     │            │                              ▲
 *                     │            └─nobody wants the answer─▶ discarding, short and whole
 *                     └─broken, ambiguous, too long──▶ closed
 * </pre>
 *
 * What comes behind a whole answer would be taken for the answer to somebody else: a connection is
 * handed on only when everything has been looked at that came in the same go, and closed where
 * there was more.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // that a write or an end failed is learnt from the end
final class UpstreamConnection extends ChannelInboundHandlerAdapter implements Side {
  /**
   * An answer that nobody wants is read to its end if it is not longer; else a new connection is
   * cheaper.
   */
  private static final int MOST_DISCARDED = 64 << 10;

  private static final long LAST_WORDS_SECONDS = 1;

  private final Pool pool;
  private final StrictResponseDecoder decoder;
  private final MessageWriter writer;
  private @Nullable Channel channel;
  private State state = Phase.IDLE;
  private long opened;
  private long laidBy;
  private boolean reused;
  private boolean toHead;
  private boolean mayUpgrade;
  private boolean keepAlive;
  private boolean ceded;
  private boolean closed;
  private boolean reading;

  UpstreamConnection(Pool pool) {
    this.pool = pool;
    this.decoder = new StrictResponseDecoder(pool.loop().octets());
    this.writer = new MessageWriter(pool.loop());
  }

  /** Puts itself and its codec at the end of a channel's pipeline. */
  void install(Channel newChannel) {
    channel = newChannel;
    newChannel.pipeline().addLast(decoder, writer, this);
  }

  void opened(long now) {
    opened = now;
  }

  /**
   * Begins to serve an exchange.
   *
   * @param head whether its request is HEAD
   * @param upgrades whether the answer may change the protocol
   */
  void serve(Served exchange, boolean head, boolean upgrades) {
    state = new Serving(exchange);
    mayUpgrade = upgrades;
    keepAlive = false;
    toHead = head;
    decoder.awaits(head);
    read();
  }

  /** Somebody else is told from here on what becomes of it. */
  void serves(Served other) {
    if (state instanceof Serving) {
      state = new Serving(other);
    }
  }

  /** Whether it has served somebody before. */
  boolean isReused() {
    return reused;
  }

  boolean isUsable() {
    return !closed && channel().isActive();
  }

  @Override
  public boolean isWritable() {
    return channel().isWritable();
  }

  @Override
  public void write(Object part) {
    writer.write(part);
  }

  @Override
  public void flush() {
    writer.flush();
  }

  @Override
  public void read() {
    channel().read();
  }

  /**
   * The exchange has the whole answer.
   *
   * @param sent whether the whole request was sent; with half of one it cannot be used again
   */
  void done(boolean sent) {
    if (!sent || !keepAlive) {
      close();
      return;
    }
    state = Phase.DONE;
    if (!reading) {
      handOn();
    }
  }

  private void handOn() {
    if (decoder.hasMore() || !isUsable()) {
      close();
      return;
    }
    reused = true;
    pool.release(this);
  }

  /**
   * Nobody wants the rest of the answer.
   *
   * @param sent whether the whole request was sent
   */
  void discard(boolean sent) {
    if (!sent || !keepAlive || !isUsable()) {
      close();
      return;
    }
    Discarding discarding = new Discarding();
    state = discarding;
    read();
    closeSoon(discarding);
  }

  /** What is slow to end is not worth its place among the connections. */
  private void closeSoon(Discarding discarding) {
    Runnable close =
        () -> {
          if (state == discarding) {
            close();
          }
        };
    channel().eventLoop().schedule(close, LAST_WORDS_SECONDS, TimeUnit.SECONDS);
  }

  void layBy(long now) {
    state = Phase.IDLE;
    laidBy = now;
    read(); // so that its end is noticed
  }

  boolean isAged(long now) {
    return now - opened >= pool.peer().limits().age().toNanos();
  }

  boolean isForgotten(long now) {
    return now - laidBy >= pool.peer().limits().idle().toNanos();
  }

  void close() {
    state = Phase.CLOSED;
    channel().close();
  }

  /** Octets come in the place of answers from here on; it is none of its pool's any more. */
  void passes(Flow flow) {
    ceded = true;
    pool.ceded();
    Codecs.replace(channel().pipeline(), StrictResponseDecoder.class, this, flow);
  }

  /** Whether its pool has let go of it. */
  boolean isCeded() {
    return ceded;
  }

  /** Closes it behind what was written, which does not take long. */
  void closeWhenSent() {
    channel().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    channel().eventLoop().schedule(this::close, LAST_WORDS_SECONDS, TimeUnit.SECONDS);
  }

  private Channel channel() {
    return Objects.requireNonNull(channel, "nothing is sent before it is installed");
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    reading = true;
    switch (state) {
      case Serving serving -> serve(serving.exchange(), message);
      case Discarding discarding -> discard(discarding, (HttpContent) message);
      case Phase _ -> {
        ReferenceCountUtil.release(message);
        close(); // it speaks without being asked
      }
    }
  }

  private void serve(Served exchange, Object message) {
    if (message instanceof AnswerHead head) {
      head(exchange, head);
      return;
    }
    HttpContent content = (HttpContent) message;
    if (content.decoderResult().isFailure()) {
      content.release();
      fail(exchange, Kind.AMBIGUOUS, "what came can be read in more than one way");
      return;
    }
    exchange.content(content, content instanceof LastHttpContent);
  }

  private void head(Served exchange, AnswerHead head) {
    boolean unasked = Heads.isSwitching(head) && (!mayUpgrade || head.framing().old());
    if (unasked) {
      fail(exchange, Kind.AMBIGUOUS, "it changed to another protocol without being asked");
      return;
    }
    if (Heads.isInformational(head)) {
      exchange.informed(head);
      return;
    }
    keepAlive = Heads.isKeptAlive(head, toHead);
    exchange.head(head);
  }

  private void discard(Discarding discarding, HttpContent part) {
    boolean broken = part.decoderResult().isFailure();
    boolean last = part instanceof LastHttpContent;
    discarding.length += part.content().readableBytes();
    part.release();
    if (broken || discarding.length > MOST_DISCARDED) {
      close();
    } else if (last) {
      done(true);
    }
  }

  private void fail(Served exchange, Kind kind, String words) {
    close();
    exchange.broken(new UpstreamFault(kind, pool.peer().origin() + ": " + words, false));
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    reading = false;
    switch (state) {
      case Serving serving -> serving.exchange().upstreamRead();
      case Discarding _ -> read();
      case Phase.DONE -> handOn();
      case Phase.IDLE, Phase.CLOSED -> {
        if (decoder.hasMore()) {
          close(); // half of something unasked
        }
      }
    }
  }

  /** Without its farewell TLS may have been cut off by anybody (RFC 9112 section 9.8). */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    boolean cutOff = event instanceof SslCloseCompletionEvent end && !end.isSuccess();
    if (cutOff && state instanceof Serving serving) {
      fail(serving.exchange(), Kind.BROKEN, "TLS was cut off");
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (state instanceof Serving serving) {
      serving.exchange().upstreamWritable();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (closed) {
      return;
    }
    closed = true;
    State before = state;
    state = Phase.CLOSED;
    pool.closed(this);
    if (before instanceof Serving serving) {
      serving
          .exchange()
          .broken(
              new UpstreamFault(
                  Kind.BROKEN, pool.peer().origin() + " closed the connection", false));
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // Not by closing alone: an answer that ends with its connection would seem to be whole.
    if (state instanceof Serving serving) {
      fail(serving.exchange(), Kind.BROKEN, "the connection broke");
    } else {
      close();
    }
  }

  /** What it does. */
  private sealed interface State {}

  /** What it does for nobody. */
  private enum Phase implements State {
    DONE,
    IDLE,
    CLOSED
  }

  /** It serves an exchange. */
  private record Serving(Served exchange) implements State {}

  /** It reads what nobody wants. */
  private static final class Discarding implements State {
    private int length;
  }
}
