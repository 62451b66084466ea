package dev.keybearer.gateway.wire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2PingFrame;
import io.netty.handler.codec.http2.Http2PriorityFrame;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2UnknownFrame;
import io.netty.util.ReferenceCountUtil;

/**
 * Counts frames that bring no request further (RFC 9113 section 10.5): settings, pings, priorities
 * and frames of no known kind. The last two go no further: nothing bounds how much of them would
 * wait on a stream that is not read. Used by its loop's thread only.
 */
final class IdleFrames extends ChannelInboundHandlerAdapter {
  /** More than clients send that measure their way by pings. */
  static final int MOST = 500;

  static final int SECONDS = 10;

  private final Ration ration;
  private final Runnable flooded;

  /**
   * Counts frames.
   *
   * @param flooded is run when there are too many
   */
  IdleFrames(Loop loop, Runnable flooded) {
    this.ration = new Ration(loop, MOST, SECONDS);
    this.flooded = flooded;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    boolean useless = message instanceof Http2UnknownFrame || message instanceof Http2PriorityFrame;
    boolean idle =
        useless || message instanceof Http2PingFrame || message instanceof Http2SettingsFrame;
    boolean tooMany = idle && ration.isExceeded();
    if (tooMany) {
      flooded.run();
    }
    if (useless || tooMany) {
      ReferenceCountUtil.release(message);
    } else {
      context.fireChannelRead(message);
    }
  }
}
