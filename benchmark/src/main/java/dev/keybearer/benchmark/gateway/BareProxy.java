package dev.keybearer.benchmark.gateway;

import dev.keybearer.benchmark.tool.Sockets;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.ResourceLeakDetector;

/**
 * The least that a proxy of Netty does: requests are decoded, written to the one connection that
 * belongs to their caller's, and answers back. It judges nothing, changes nothing and holds nothing
 * back.
 */
@SuppressWarnings("FutureReturnValueIgnored") // whoever is cut off says so
final class BareProxy {
  private BareProxy() {}

  /** Listens, on one loop; the port. */
  static int open(int upstream) {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED); // as the gateway does
    EventLoopGroup loop = Sockets.loop();
    return Sockets.listen(loop, caller -> arrived(caller, loop, upstream));
  }

  private static void arrived(Channel caller, EventLoopGroup loop, int upstream) {
    caller.config().setAutoRead(false);
    Bootstrap client =
        Sockets.client(
            loop, channel -> channel.pipeline().addLast(new HttpClientCodec(), new Relay(caller)));
    ChannelFuture connected = client.connect(Sockets.loopback(upstream));
    caller.pipeline().addLast(new HttpServerCodec(), new Relay(connected.channel()));
    connected.addListener(done -> caller.config().setAutoRead(true));
  }

  /** Writes whatever comes to another connection, and sends it when no more comes for now. */
  private static final class Relay extends ChannelInboundHandlerAdapter {
    private final Channel other;

    Relay(Channel other) {
      this.other = other;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      other.write(message, other.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      other.flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      other.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }
}
