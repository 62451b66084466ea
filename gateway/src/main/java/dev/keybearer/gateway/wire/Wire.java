package dev.keybearer.gateway.wire;

import dev.keybearer.gateway.exchange.Front;
import dev.keybearer.gateway.exchange.Link;
import dev.keybearer.gateway.peer.Address;
import dev.keybearer.gateway.peer.TrustedProxies;
import dev.keybearer.gateway.tls.CallerTls;
import dev.keybearer.token.TimeSource;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sockets, and HTTP on them: takes requests, lets a {@link Front} decide, and carries them to
 * upstreams and answers back. Safe for use by many threads.
 */
public final class Wire implements AutoCloseable {
  private static final int BACKLOG = 4_096;
  private static final String LOST_BUFFERS = "io.netty.leakDetection.level";

  private final EventLoopGroup group;
  private final Means means;
  private final Door door;
  private final Map<EventLoop, Loop> loops = new LinkedHashMap<>();
  private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private @Nullable Channel listener; // guarded by this

  private Wire(EventLoopGroup group, Means means) {
    this.group = group;
    this.means = means;
    this.door = new Door(means.limits(), means.counts(), means.time());
    for (EventExecutor each : group) {
      EventLoop events = (EventLoop) each;
      Loop loop = new Loop(events, means);
      loops.put(events, loop);
      loop.start();
    }
  }

  /**
   * Opens a wire; nobody is listened to before {@link #listen}.
   *
   * @param limits of connections, as they are at the moment
   */
  public static Wire open(Front front, Options options, Supplier<Limits> limits) {
    return open(front, options, limits, () -> null);
  }

  /**
   * Opens a wire that speaks TLS with callers.
   *
   * @param limits of connections, as they are at the moment
   * @param tls for connections that begin at the moment, or null for plain ones
   */
  public static Wire open(
      Front front,
      Options options,
      Supplier<Limits> limits,
      Supplier<? extends @Nullable CallerTls> tls) {
    lookForNoLostBuffers();
    Transport transport = Transport.best();
    Addresses addresses = new Addresses(InetAddress::getByName, options.time());
    Means means =
        new Means(
            front,
            limits,
            tls,
            options.time(),
            transport,
            addresses,
            new Counts(),
            new Floods(),
            Handshakes.beside(options.loops()),
            options.loops());
    return new Wire(transport.loops(options.loops()), means);
  }

  /**
   * Tests look for buffers that were lost. It takes a stack for one of a hundred, which is 5 % of a
   * call, and tells nobody here anything.
   */
  private static void lookForNoLostBuffers() {
    if (System.getProperty(LOST_BUFFERS) == null) {
      ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    }
  }

  /**
   * Listens at an address, and no longer at the one before. Calls that came there go on.
   *
   * @throws IOException when nobody can listen there; then everything stays as it was
   */
  public synchronized InetSocketAddress listen(InetSocketAddress address) throws IOException {
    Channel bound = bind(address);
    Channel before = listener;
    listener = bound;
    if (before != null) {
      before.close().awaitUninterruptibly();
    }
    return (InetSocketAddress) bound.localAddress();
  }

  private Channel bind(InetSocketAddress address) throws IOException {
    var binding =
        new ServerBootstrap()
            .group(group)
            .channel(means.transport().server())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true) // Farewell ends what is left
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(arrivals())
            .bind(address)
            .awaitUninterruptibly();
    if (!binding.isSuccess()) {
      throw new IOException(
          "cannot listen at " + address + ": " + binding.cause().getMessage(), binding.cause());
    }
    return binding.channel();
  }

  private ChannelInitializer<Channel> arrivals() {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        arrived(channel);
      }
    };
  }

  @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for its end
  private void arrived(Channel channel) {
    Loop loop = Objects.requireNonNull(loops.get(channel.eventLoop()));
    Address from = address(channel);
    if (loop.isDraining() || !door.enters(from)) {
      channel.close();
      return;
    }
    clients.add(channel);
    channel.pipeline().addLast(Farewell.toWhoEnds());
    channel.closeFuture().addListener(closed -> door.leaves(from));
    CallerTls tls = means.tls().get();
    if (tls == null) {
      serve(loop, channel, Link.plain(from), false);
      return;
    }
    boolean http2 = !means.floods().cameFrom(from, loop.now());
    new Handshake(loop, channel, tls, http2, (link, agreed) -> serve(loop, channel, link, agreed))
        .install();
  }

  private void serve(Loop loop, Channel channel, Link link, boolean http2) {
    if (http2) {
      new ClientStreams(loop, channel, link).install();
      return;
    }
    new ClientConnection(loop, channel, link).install();
  }

  /** The other end of a connection. */
  static Address address(Channel channel) {
    return Address.of(((InetSocketAddress) channel.remoteAddress()).getAddress());
  }

  /** Where it listens, or null when it does not. */
  public synchronized @Nullable InetSocketAddress address() {
    return listener == null ? null : (InetSocketAddress) listener.localAddress();
  }

  /** What is open at the moment. */
  public Counts counts() {
    return means.counts();
  }

  /** What the sockets are made of, for people. */
  public String transport() {
    return means.transport().name();
  }

  /**
   * Listens no more, and lets calls under way end.
   *
   * @param patience how long they may take
   * @return whether all ended in time
   */
  public boolean drain(Duration patience) throws InterruptedException {
    synchronized (this) {
      if (listener != null) {
        listener.close().awaitUninterruptibly();
        listener = null;
      }
    }
    loops.values().forEach(loop -> loop.events().execute(loop::drain));
    return clients.newCloseFuture().await(patience.toMillis());
  }

  /** Ends everything at once. May be called twice. */
  @Override
  public void close() {
    synchronized (this) {
      if (listener != null) {
        listener.close().awaitUninterruptibly();
        listener = null;
      }
    }
    for (Loop loop : loops.values()) {
      if (!loop.events().isShuttingDown()) {
        loop.events().submit(loop::stop).awaitUninterruptibly();
      }
    }
    group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    means.handshakes().shutdown();
  }

  /**
   * What a process gives its wire.
   *
   * @param loops how many threads carry everything
   */
  public record Options(int loops, TimeSource time) {
    /** A loop for each processor, and the machine's own clocks. */
    public static Options standard() {
      return new Options(Runtime.getRuntime().availableProcessors(), TimeSource.system());
    }
  }

  /**
   * What callers' connections may take.
   *
   * @param connections at once
   * @param perAddress of these from one address, IPv6 by its first 64 bits
   * @param proxies bring many callers from one address, and have no such limit
   * @param headSize octets of a header
   * @param head how long a head may take to come
   * @param idle how long a connection may rest between two requests, or between two parts of an
   *     answer that its caller does not take
   */
  public record Limits(
      int connections,
      int perAddress,
      TrustedProxies proxies,
      int headSize,
      Duration head,
      Duration idle) {
    /** What suits most gateways. */
    public static final Limits STANDARD =
        new Limits(
            10_000,
            1_000,
            TrustedProxies.none(),
            32 << 10,
            Duration.ofSeconds(10),
            Duration.ofSeconds(60));
  }

  /** What all loops share. */
  record Means(
      Front front,
      Supplier<Limits> limits,
      Supplier<? extends @Nullable CallerTls> tls,
      TimeSource time,
      Transport transport,
      Addresses addresses,
      Counts counts,
      Floods floods,
      Handshakes handshakes,
      int loops) {}
}
