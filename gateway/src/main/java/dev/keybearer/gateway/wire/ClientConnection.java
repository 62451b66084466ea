package dev.keybearer.gateway.wire;

import dev.keybearer.gateway.exchange.Ending.How;
import dev.keybearer.gateway.exchange.Link;
import dev.keybearer.gateway.exchange.Request;
import dev.keybearer.gateway.exchange.UpstreamFault;
import dev.keybearer.gateway.exchange.WireFault;
import dev.keybearer.gateway.wire.ClientState.Phase;
import dev.keybearer.gateway.wire.ClientState.Serving;
import dev.keybearer.gateway.wire.message.Framing;
import dev.keybearer.gateway.wire.message.Heads;
import dev.keybearer.gateway.wire.message.RequestHead;
import dev.keybearer.gateway.wire.message.StrictRequestDecoder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a caller, which brings one request after the other. Used by its loop's thread
 * only.
 *
 * <pre>
 *   Idle ──first octet──▶ Reading a head ──head──▶ Serving ──whole answer, kept alive──▶ Idle …
 *    │                        │                       │
 *    │ too long               │ too long, no request  │ answered before the body had come
 *    ▼                        ▼                       ▼
 *   closed ◀─────────────── Lingering ◀───────────────┘
 * </pre>
 *
 * Lingering is saying that nothing more is sent, and reading on for a moment: a connection that is
 * closed with unread octets loses the answer that was just sent on it.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // that a write or an end failed is learnt from the end
final class ClientConnection extends ChannelInboundHandlerAdapter
    implements ClientSide, ClientLink {
  /** Requests that come before the answer to the one before; what a caller sends in one go. */
  private static final int MOST_QUEUED = 256;

  /** Nothing more is read while so much waits; until then the end of a connection is noticed. */
  private static final int MOST_AHEAD = 16;

  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Loop loop;
  private final Channel channel;
  private final Link link;
  private final MessageWriter writer;
  private final Deque<HttpObject> queued = new ArrayDeque<>(2);
  private ClientState state = Phase.IDLE;
  private @Nullable RequestHead arriving;
  private int headsBegun; // of requests that were not taken up yet
  private boolean pumping;
  private long since;

  ClientConnection(Loop loop, Channel channel, Link link) {
    this.loop = loop;
    this.channel = channel;
    this.link = link;
    this.writer = new MessageWriter(loop);
    this.since = loop.now();
  }

  /** Puts itself and its codec at the end of its channel's pipeline. */
  void install() {
    int headSize = loop.limits().headSize();
    channel
        .pipeline()
        .addLast(new StrictRequestDecoder(loop.octets(), headSize, this::headBegun), writer, this);
  }

  @Override
  public Loop loop() {
    return loop;
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
    channel.read();
  }

  @Override
  public boolean isWritable() {
    return channel.isWritable();
  }

  @Override
  public void cutOff(How how) {
    close();
  }

  private void close() {
    channel.flush(); // what was written goes out first
    channel.close();
  }

  @Override
  public boolean mayPass() {
    return headsBegun == 0 && queued.isEmpty();
  }

  @Override
  public void passes(Flow flow) {
    Codecs.replace(channel.pipeline(), StrictRequestDecoder.class, this, flow);
  }

  /** The first octet of a head has come. */
  private void headBegun() {
    headsBegun++;
    if (state == Phase.IDLE) {
      state = Phase.READING;
      since = loop.now();
    }
  }

  @Override
  public void finished(boolean keepAlive, boolean whole) {
    since = loop.now();
    if (keepAlive && !loop.isDraining()) { // it may drain since the caller was told otherwise
      state = headsBegun > 0 ? Phase.READING : Phase.IDLE;
      if (!pumping) {
        pump();
        settle();
      }
      return;
    }
    if (whole && queued.isEmpty()) {
      leave();
    } else {
      linger();
    }
  }

  private void leave() {
    state = Phase.CLOSED;
    Farewell.closeWhenWritten(channel);
  }

  private void linger() {
    state = Phase.LINGERING;
    since = loop.now();
    releaseQueued();
    Farewell.endOutput(channel);
    read();
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    loop.opened(this);
    read();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (queued.size() >= MOST_QUEUED || !channel.isActive()) { // too much, or half a message
      ReferenceCountUtil.release(message);
      close();
      return;
    }
    queued.addLast((HttpObject) message);
    if (!pumping) {
      pump();
    }
  }

  /** Takes what has come, up to a request that has to wait for the one before it. */
  private void pump() {
    pumping = true;
    try {
      HttpObject next = queued.peekFirst();
      while (next != null && mayTake(next)) {
        queued.removeFirst();
        take(next);
        next = queued.peekFirst();
      }
    } finally {
      pumping = false;
    }
  }

  private boolean mayTake(HttpObject part) {
    return switch (state) {
      case Serving serving -> !serving.isWhole() && part instanceof HttpContent;
      case Phase _ -> true;
    };
  }

  private void take(HttpObject part) {
    switch (state) {
      case Serving serving -> body(serving, (HttpContent) part);
      case Phase.IDLE, Phase.READING -> begin(part);
      case Phase.LINGERING, Phase.CLOSED -> ReferenceCountUtil.release(part);
    }
  }

  /** A head, or what comes right behind it. */
  private void begin(HttpObject part) {
    RequestHead head = arriving;
    if (head == null) {
      if (part instanceof RequestHead request) {
        arrived(request);
      } else {
        ReferenceCountUtil.release(part);
        malformed(WireFault.FRAMING);
      }
      return;
    }
    arriving = null;
    begin(head, (HttpContent) part);
  }

  /** What follows the head decides whether a body is still to come: it is looked at first. */
  private void arrived(RequestHead head) {
    WireFault fault = head.fault();
    if (fault != null) {
      malformed(fault);
      return;
    }
    headsBegun--;
    if (head.framing().isBodiless()) {
      begin(head, LastHttpContent.EMPTY_LAST_CONTENT);
    } else {
      arriving = head;
    }
  }

  private void begin(RequestHead head, @Nullable HttpContent first) {
    Framing framing = head.framing();
    boolean bodiless = framing.isBodiless();
    Heads.Caller caller =
        new Heads.Caller(
            head.method().equals("HEAD"), framing.old(), framing.keepAlive() && !loop.isDraining());
    if (first != null && isBroken(first, bodiless)) {
      first.release();
      malformed(WireFault.FRAMING);
      return;
    }
    WireExchange exchange = new WireExchange(this, caller);
    Serving serving = new Serving(exchange, bodiless);
    state = serving;
    Request request = new Request(head.method(), head.target(), head.lines(), link);
    if (first != null) {
      body(serving, first);
    }
    if (state == serving) {
      exchange.begin(loop.front().arrived(request, exchange));
    }
  }

  /** The codec found none, or one that the header does not tell of. */
  private static boolean isBroken(HttpContent content, boolean bodiless) {
    return content.decoderResult().isFailure() || (bodiless && content.content().isReadable());
  }

  private void body(Serving serving, HttpContent content) {
    if (isBroken(content, serving.bodiless())) {
      content.release();
      serving.exchange().spoilt(UpstreamFault.bodyBroken());
      return;
    }
    boolean last = content instanceof LastHttpContent;
    if (last) {
      serving.whole();
    }
    serving.exchange().bodyPart(content.content(), last);
  }

  private void malformed(WireFault fault) {
    Heads.Caller caller = new Heads.Caller(false, false, false);
    write(loop.front().malformed(fault, link.socket()), caller);
    linger();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    settle();
  }

  /** Everything that came has been taken, or has to wait: whatever is wanted next is read. */
  private void settle() {
    RequestHead head = arriving;
    if (head != null && state instanceof Phase) {
      arriving = null;
      begin(head, null);
    }
    switch (state) {
      case Serving serving -> {
        serving.exchange().clientRead();
        if (serving.isWhole() && queued.size() < MOST_AHEAD) {
          readMore(); // so that its end is noticed while it waits for the answer
        }
      }
      case Phase.IDLE, Phase.READING -> readMore();
      case Phase.LINGERING -> read();
      case Phase.CLOSED -> {}
    }
  }

  /** Not from a caller that takes no answers: those to what it asks meanwhile would pile up. */
  private void readMore() {
    if (channel.isWritable()) {
      read();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    switch (state) {
      case Serving serving -> serving.exchange().clientWritable();
      case Phase.IDLE, Phase.READING -> readMore();
      case Phase.LINGERING, Phase.CLOSED -> {}
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    ClientState before = state;
    state = Phase.CLOSED;
    arriving = null;
    releaseQueued();
    loop.closed(this);
    if (before instanceof Serving serving) {
      serving.exchange().clientGone(How.CALLER_LEFT);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    close(); // an exchange under way learns it from that
  }

  @Override
  public void tick(long now) {
    switch (state) {
      case Serving serving -> serving.exchange().tick(now);
      case Phase.READING -> {
        if (now - since >= loop.limits().head().toNanos()) {
          malformed(WireFault.SLOW_HEAD);
        }
      }
      case Phase.IDLE, Phase.CLOSED -> { // the last answer may wait for somebody to take it
        if (now - since >= loop.limits().idle().toNanos()) {
          close();
        }
      }
      case Phase.LINGERING -> {
        if (now - since >= LINGER_NANOS) {
          close();
        }
      }
    }
  }

  @Override
  public void drain() {
    if (state == Phase.IDLE) {
      leave();
    }
  }

  @Override
  public void stop() {
    if (state instanceof Serving serving) {
      serving.exchange().clientGone(How.STOPPED);
    }
    close();
  }

  private void releaseQueued() {
    queued.forEach(ReferenceCountUtil::release);
    queued.clear();
  }
}
