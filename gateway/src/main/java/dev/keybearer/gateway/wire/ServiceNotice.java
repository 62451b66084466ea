package dev.keybearer.gateway.wire;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Tells the service manager how it stands with this process, if it asked for that: one datagram of
 * lines to the socket that {@code NOTIFY_SOCKET} names (sd_notify).
 *
 * <pre>
 *   READY=1     RELOADING=1     STOPPING=1     STATUS=…
 * </pre>
 */
public final class ServiceNotice {
  private static final System.Logger LOG = System.getLogger(ServiceNotice.class.getName());
  private static final long PATIENCE_MILLIS = 1_000;

  private final String socket;

  private ServiceNotice(String socket) {
    this.socket = socket;
  }

  /**
   * To the socket of this name; nobody is told when it is empty.
   *
   * @param socket a path, or a name behind an at sign, which stands for a zero
   */
  public static ServiceNotice to(String socket) {
    return new ServiceNotice(socket.startsWith("@") ? "\0" + socket.substring(1) : socket);
  }

  /** Sends lines; what goes wrong is logged, for it keeps nobody from serving. */
  public void send(String lines) {
    if (socket.isEmpty()) {
      return;
    }
    if (!Epoll.isAvailable()) {
      LOG.log(System.Logger.Level.WARNING, "the service manager cannot be told: no native sockets");
      return;
    }
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    try {
      Channel channel =
          new Bootstrap()
              .group(group)
              .channel(EpollDomainDatagramChannel.class)
              .handler(new ChannelInboundHandlerAdapter())
              .connect(new DomainSocketAddress(socket))
              .syncUninterruptibly()
              .channel();
      var sending = channel.writeAndFlush(Unpooled.copiedBuffer(lines, StandardCharsets.UTF_8));
      if (!sending.awaitUninterruptibly(PATIENCE_MILLIS)) {
        LOG.log(System.Logger.Level.WARNING, "the service manager does not take what it is told");
      } else if (!sending.isSuccess()) {
        LOG.log(System.Logger.Level.WARNING, "the service manager cannot be told", sending.cause());
      }
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "the service manager cannot be told", e);
    } finally {
      group.shutdownGracefully(0, PATIENCE_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }
  }
}
