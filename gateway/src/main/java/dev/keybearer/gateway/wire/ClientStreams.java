package dev.keybearer.gateway.wire;

import dev.keybearer.gateway.exchange.Link;
import dev.keybearer.gateway.exchange.WireFault;
import dev.keybearer.gateway.wire.message.StreamCodec;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One connection of a caller that speaks HTTP/2. Each request is served on a {@link ClientStream};
 * what bounds them all stands here. Used by its loop's thread only.
 *
 * <pre>
 *   TLS ─▶ Taking ─▶ codec ─▶ IdleFrames ─▶ BeginWhenRead ─▶ multiplexer ─▶ ClientStreams
 *                                                                └─▶ ClientStream, one for each request
 * </pre>
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // that a write or an end failed is learnt from the end
final class ClientStreams extends ChannelInboundHandlerAdapter implements ClientLink {
  private static final int USUAL_WINDOW = 65_535;

  /** A request may be under way while its sender learns that no more are taken. */
  private static final int DRAIN_TICKS = 2;

  private final Loop loop;
  private final Channel channel;
  private final Link link;
  private final Set<ClientStream> streams = new LinkedHashSet<>();
  private final List<ClientStream> asked = new ArrayList<>();
  private final Ration resets;
  private boolean draining;
  private int drainTicks;
  private boolean told;
  private long since;

  ClientStreams(Loop loop, Channel channel, Link link) {
    this.loop = loop;
    this.channel = channel;
    this.link = link;
    this.resets = new Ration(loop, StreamCodec.MOST_RESETS, StreamCodec.RESET_SECONDS);
    this.since = loop.now();
  }

  /** Puts itself and its codec at the end of the channel's pipeline. */
  void install() {
    channel
        .pipeline()
        .addLast(
            new Taking(),
            new StreamCodec(loop.limits().headSize()).build(),
            new IdleFrames(loop, this::flooded),
            new BeginWhenRead(),
            new Http2MultiplexHandler(arrivals()),
            this);
    channel.write(new DefaultHttp2WindowUpdateFrame(StreamCodec.CONNECTION_WINDOW - USUAL_WINDOW));
  }

  private ChannelInitializer<Channel> arrivals() {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel stream) {
        stream.config().setAutoRead(false);
        stream.pipeline().addLast(new ClientStream(ClientStreams.this, stream));
      }
    };
  }

  Loop loop() {
    return loop;
  }

  Link link() {
    return link;
  }

  void opened(ClientStream stream) {
    streams.add(stream);
  }

  /** Something is asked for, which begins when all that came with it is known. */
  void asked(ClientStream stream) {
    asked.add(stream);
  }

  void closed(ClientStream stream) {
    streams.remove(stream);
    since = loop.now();
  }

  /** A stream was reset from this side: who brings that about again and again keeps us busy. */
  void reset() {
    if (resets.isExceeded()) {
      flooded();
    }
  }

  /** All that came together has been looked at. */
  private void begin() {
    List<ClientStream> all = List.copyOf(asked);
    asked.clear();
    if (channel.isActive()) { // what came last may have ended it
      all.forEach(ClientStream::begin);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    loop.opened(this);
    channel.flush();
    channel.read();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ReferenceCountUtil.release(message); // settings and the like, which the codec heeds
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    loop.closed(this);
    streams().forEach(ClientStream::lost);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof Http2Exception broken) { // the codec says GOAWAY and closes
      boolean flood = broken.error() == Http2Error.ENHANCE_YOUR_CALM;
      wrong(flood ? WireFault.FLOOD : WireFault.FRAMING);
    } else {
      channel.close();
    }
  }

  /** Has it written down, once. */
  private void wrong(WireFault fault) {
    if (!told) {
      told = true;
      if (fault == WireFault.FLOOD && !loop.limits().proxies().trusts(link.socket())) {
        loop.floods().came(link.socket(), loop.now());
      }
      loop.front().malformed(fault, link.socket());
    }
  }

  private void flooded() {
    wrong(WireFault.FLOOD);
    channel
        .writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.ENHANCE_YOUR_CALM))
        .addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void tick(long now) {
    streams().forEach(stream -> stream.tick(now));
    if (draining && streams.isEmpty() && ++drainTicks > DRAIN_TICKS) {
      leave();
    } else if (streams.isEmpty() && now - since >= loop.limits().idle().toNanos()) {
      leave();
    }
  }

  /** Says which requests were served, and goes. */
  private void leave() {
    channel
        .writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR))
        .addListener(ChannelFutureListener.CLOSE);
  }

  /** Says that no more requests are taken; those that are on their way are (section 6.8). */
  @Override
  public void drain() {
    draining = true;
    channel.writeAndFlush(
        new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR).setExtraStreamIds(Integer.MAX_VALUE));
  }

  @Override
  public void stop() {
    streams().forEach(ClientStream::stop);
    channel.flush(); // what was written goes out first
    channel.close();
  }

  /** A copy: whoever is told may end. */
  private Set<ClientStream> streams() {
    return new LinkedHashSet<>(streams);
  }

  /** Stands before the multiplexer, which lets answers go out together until it has passed. */
  private final class BeginWhenRead extends ChannelInboundHandlerAdapter {
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      begin();
      context.fireChannelReadComplete();
    }
  }
}
