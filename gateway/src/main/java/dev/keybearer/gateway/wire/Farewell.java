package dev.keybearer.gateway.wire;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;

/** The end of a caller's connection, so that the last answer on it arrives. */
@SuppressWarnings(
    "FutureReturnValueIgnored") // that a write or an end failed is learnt from the end
final class Farewell {
  private static final ChannelHandler TO_WHO_ENDS = new ToWhoEnds();

  private Farewell() {}

  /**
   * Ends the connection of a caller who says nothing more, behind what was written to it: it may
   * have asked right before. Stands first, where input may end by itself.
   */
  static ChannelHandler toWhoEnds() {
    return TO_WHO_ENDS;
  }

  /** Closes it once everything written has gone out; right where nothing unread is left. */
  static void closeWhenWritten(Channel channel) {
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  /** Says, once everything written has gone out, that nothing more is sent. */
  static void endOutput(Channel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null) {
      channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> shutDownOutput(channel));
      return;
    }
    channel.flush();
    tls.closeOutbound().addListener(told -> shutDownOutput(channel));
    channel.pipeline().addFirst(new Unread()); // TLS has ended, and with it reading what comes
  }

  private static void shutDownOutput(Channel channel) {
    if (channel instanceof DuplexChannel duplex && channel.isActive()) {
      duplex.shutdownOutput();
    }
  }

  @ChannelHandler.Sharable
  private static final class ToWhoEnds extends ChannelInboundHandlerAdapter {
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof ChannelInputShutdownEvent) {
        context.channel().flush();
        context.channel().close();
      } else {
        context.fireUserEventTriggered(event);
      }
    }
  }

  /** Drops what comes. */
  private static final class Unread extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ReferenceCountUtil.release(message);
    }
  }
}
