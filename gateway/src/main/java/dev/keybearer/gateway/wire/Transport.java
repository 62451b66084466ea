package dev.keybearer.gateway.wire;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

/**
 * What sockets are made of.
 *
 * @param name for people
 */
record Transport(
    String name,
    IoHandlerFactory io,
    Class<? extends ServerChannel> server,
    Class<? extends Channel> client) {
  private static final System.Logger LOG = System.getLogger(Transport.class.getName());

  /** Linux's own where it can be loaded, else the JDK's, which costs more for each request. */
  static Transport best() {
    if (Epoll.isAvailable()) {
      return new Transport(
          "epoll",
          EpollIoHandler.newFactory(),
          EpollServerSocketChannel.class,
          EpollSocketChannel.class);
    }
    LOG.log(
        System.Logger.Level.INFO,
        "the native transport cannot be used, so that of the JDK is: {0}",
        Epoll.unavailabilityCause().getMessage());
    return new Transport(
        "nio", NioIoHandler.newFactory(), NioServerSocketChannel.class, NioSocketChannel.class);
  }

  /** So many loops, each with its thread. */
  EventLoopGroup loops(int count) {
    return new MultiThreadIoEventLoopGroup(
        count, new DefaultThreadFactory("keybearer-loop", true), io);
  }
}
