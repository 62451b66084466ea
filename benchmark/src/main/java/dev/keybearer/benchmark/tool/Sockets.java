package dev.keybearer.benchmark.tool;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/** Netty's sockets on one loop, of the same kind as the gateway's. */
public final class Sockets {
  /** With what the name of every loop's thread begins, the gateway's too. */
  public static final String LOOP = "keybearer-loop";

  private static final boolean NATIVE = Epoll.isAvailable();

  private Sockets() {}

  /** One loop with its thread. */
  public static EventLoopGroup loop() {
    IoHandlerFactory io = NATIVE ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    return new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(LOOP, true), io);
  }

  /** Listens on loopback; the port. */
  public static int listen(EventLoopGroup group, Consumer<Channel> arrived) {
    Channel bound =
        new ServerBootstrap()
            .group(group)
            .channel(NATIVE ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(initializer(arrived))
            .bind(loopback(0))
            .syncUninterruptibly()
            .channel();
    return ((InetSocketAddress) bound.localAddress()).getPort();
  }

  /** What connects from this loop. */
  public static Bootstrap client(EventLoopGroup group, Consumer<Channel> opened) {
    return new Bootstrap()
        .group(group)
        .channel(NATIVE ? EpollSocketChannel.class : NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .handler(initializer(opened));
  }

  /** A port of this machine. */
  public static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private static ChannelInitializer<Channel> initializer(Consumer<Channel> opened) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        opened.accept(channel);
      }
    };
  }
}
