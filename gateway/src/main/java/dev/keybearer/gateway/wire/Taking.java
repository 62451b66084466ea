package dev.keybearer.gateway.wire;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;

/**
 * Reads nothing more from a caller that takes nothing: what it asks for meanwhile would be
 * answered, and the answers would pile up. Used by its loop's thread only.
 */
final class Taking extends ChannelDuplexHandler {
  private boolean wanted;

  @Override
  public void read(ChannelHandlerContext context) {
    if (context.channel().isWritable()) {
      context.read();
    } else {
      wanted = true;
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (wanted && context.channel().isWritable()) {
      wanted = false;
      context.read();
    }
    context.fireChannelWritabilityChanged();
  }
}
