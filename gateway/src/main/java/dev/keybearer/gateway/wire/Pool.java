package dev.keybearer.gateway.wire;

import dev.keybearer.gateway.exchange.Peer;
import dev.keybearer.gateway.exchange.UpstreamFault;
import dev.keybearer.gateway.exchange.UpstreamFault.Kind;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one loop to one upstream. Those that nobody uses lie on a pile, the last one
 * used on top; who finds none and may open no more stands in a row. Used by the loop's thread only.
 */
final class Pool {
  /** A longer row would only hide that the upstream is too slow. */
  static final int MOST_WAITING = 1_024;

  private final Peer peer;
  private final Loop loop;
  private final int most;
  private final Deque<UpstreamConnection> idle = new ArrayDeque<>();
  private final Deque<Waiter> row = new ArrayDeque<>();
  private final Deque<Waiter> connecting = new ArrayDeque<>(); // who is in it is still to be told
  private int open;

  Pool(Peer peer, Loop loop) {
    this.peer = peer;
    this.loop = loop;
    this.most = Math.max(1, (peer.limits().connections() + loop.loops() - 1) / loop.loops());
  }

  Loop loop() {
    return loop;
  }

  Peer peer() {
    return peer;
  }

  /** Hands over a connection, now or when there is one. */
  void acquire(Taker taker) {
    UpstreamConnection lying = takeUp();
    if (lying != null) {
      taker.taken(lying);
      return;
    }
    if (open < most) {
      connect(waiter(taker));
      return;
    }
    stand(taker);
  }

  /**
   * Hands over a connection for good: none of those that lie ready for others, one of which might
   * just have been closed by the other end.
   */
  void acquireNew(Taker taker) {
    if (open < most) {
      connect(waiter(taker));
      return;
    }
    UpstreamConnection lying = idle.peekLast();
    stand(taker);
    if (lying != null) {
      lying.close(); // which makes room for a new one
    }
  }

  private void stand(Taker taker) {
    if (row.size() >= MOST_WAITING) {
      row.removeIf(waiter -> !waiter.taker().isWanting());
    }
    if (row.size() >= MOST_WAITING) {
      taker.none(crowded());
      return;
    }
    row.addLast(waiter(taker));
  }

  private Waiter waiter(Taker taker) {
    return new Waiter(taker, loop.now() + peer.limits().connect().toNanos());
  }

  /** Takes back a connection that can be used again. */
  void release(UpstreamConnection connection) {
    if (connection.isAged(loop.now()) || loop.isDraining()) {
      connection.close();
      return;
    }
    Waiter waiter = next();
    if (waiter != null) {
      waiter.taker().taken(connection);
      return;
    }
    connection.layBy(loop.now());
    idle.push(connection);
    loop.counts().laidBy();
  }

  /** A connection of this pool has been closed, by whomever. */
  void closed(UpstreamConnection connection) {
    loop.counts().upstreamClosed();
    if (connection.isCeded()) {
      return;
    }
    if (idle.remove(connection)) {
      loop.counts().takenUp();
    }
    left();
  }

  /** A connection of this pool became something that lasts: others may have its place. */
  void ceded() {
    left();
  }

  private void left() {
    open--;
    Waiter waiter = open < most ? next() : null;
    if (waiter != null) {
      connect(waiter(waiter.taker()));
    }
  }

  /** One that lay here turned out to be dead: the others that lie here are no better. */
  void distrust() {
    List<UpstreamConnection> all = new ArrayList<>(idle);
    all.forEach(UpstreamConnection::close);
  }

  /** Closes what has lain here for too long, and lets go of who has waited for too long. */
  void tick(long now) {
    List<UpstreamConnection> all = new ArrayList<>(idle);
    for (UpstreamConnection connection : all) {
      if (connection.isAged(now) || connection.isForgotten(now)) {
        connection.close();
      }
    }
    letGo(row, now, this::crowded);
    letGo(connecting, now, () -> unreachable("no connection to " + peer.origin() + " in time"));
  }

  private static void letGo(Deque<Waiter> waiting, long now, Supplier<UpstreamFault> fault) {
    while (!waiting.isEmpty() && waiting.getFirst().isLate(now)) {
      Waiter late = waiting.removeFirst();
      if (late.taker().isWanting()) {
        late.taker().none(fault.get());
      }
    }
  }

  /** Whether nothing is left of it. */
  boolean isUnused() {
    return open == 0 && row.isEmpty();
  }

  void close() {
    distrust();
  }

  private @Nullable UpstreamConnection takeUp() {
    UpstreamConnection found = idle.poll();
    while (found != null) {
      loop.counts().takenUp();
      if (found.isUsable() && !found.isAged(loop.now())) {
        return found;
      }
      found.close();
      found = idle.poll();
    }
    return null;
  }

  private @Nullable Waiter next() {
    Waiter waiter = row.poll();
    while (waiter != null && !waiter.taker().isWanting()) {
      waiter = row.poll();
    }
    return waiter;
  }

  private UpstreamFault crowded() {
    return new UpstreamFault(
        Kind.CROWDED,
        "all " + most + " connections to " + peer.origin() + " on this loop are in use",
        true);
  }

  private void connect(Waiter waiter) {
    open++;
    loop.counts().upstreamOpened();
    connecting.addLast(waiter);
    loop.addresses().find(peer.host(), address -> onLoop(() -> connect(waiter, address)));
  }

  private void onLoop(Runnable task) {
    if (loop.events().inEventLoop()) {
      task.run();
    } else {
      loop.events().execute(task);
    }
  }

  private void connect(Waiter waiter, @Nullable InetAddress address) {
    if (address == null) {
      gone(waiter, "the host of " + peer.origin() + " has no address");
      return;
    }
    UpstreamConnection connection = new UpstreamConnection(this);
    ChannelFuture connected =
        new Bootstrap()
            .group(loop.events())
            .channel(loop.transport().client())
            .option(ChannelOption.AUTO_READ, false)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(connectMillis()))
            .handler(initializer(connection))
            .connect(new InetSocketAddress(address, peer.port()));
    connected.addListener(done -> connected(waiter, connection, connected));
  }

  private long connectMillis() {
    return Math.min(Integer.MAX_VALUE, peer.limits().connect().toMillis());
  }

  private ChannelInitializer<Channel> initializer(UpstreamConnection connection) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        SSLContext tls = peer.tls();
        if (tls != null) {
          channel.pipeline().addLast(handshake(tls));
        }
        connection.install(channel);
      }
    };
  }

  private SslHandler handshake(SSLContext tls) {
    SSLEngine engine = tls.createSSLEngine(peer.host(), peer.port());
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    engine.setSSLParameters(parameters);
    SslHandler handler = new SslHandler(engine, loop.handshakes().of(engine));
    handler.setHandshakeTimeoutMillis(connectMillis());
    return handler;
  }

  private void connected(Waiter waiter, UpstreamConnection connection, ChannelFuture connected) {
    if (!connected.isSuccess()) {
      gone(waiter, "no connection to " + peer.origin() + ": " + words(connected.cause()));
      return;
    }
    SslHandler tls = connected.channel().pipeline().get(SslHandler.class);
    if (tls == null) {
      ready(waiter, connection);
      return;
    }
    tls.handshakeFuture()
        .addListener(
            shaken -> {
              if (shaken.isSuccess()) {
                ready(waiter, connection);
              } else {
                // Closing it tells this pool, so that it is not counted down twice.
                refused(waiter, "no TLS with " + peer.origin() + ": " + words(shaken.cause()));
                connection.close();
              }
            });
    connected.channel().read();
  }

  private void ready(Waiter waiter, UpstreamConnection connection) {
    boolean awaited = connecting.remove(waiter);
    connection.opened(loop.now());
    if (awaited && waiter.taker().isWanting()) {
      waiter.taker().taken(connection);
    } else {
      release(connection);
    }
  }

  private void gone(Waiter waiter, String words) {
    loop.counts().upstreamClosed();
    left(); // whoever stands in the row comes before one that tries again
    refused(waiter, words);
  }

  private void refused(Waiter waiter, String words) {
    if (connecting.remove(waiter) && waiter.taker().isWanting()) {
      waiter.taker().none(unreachable(words));
    }
  }

  private static UpstreamFault unreachable(String words) {
    return new UpstreamFault(Kind.UNREACHABLE, words, true);
  }

  /** What the platform says, without the class of its exception. */
  private static String words(@Nullable Throwable cause) {
    String message = cause == null ? null : cause.getMessage();
    return message == null ? "no reason was given" : message;
  }

  /** Somebody who wants a connection. */
  interface Taker {
    /** Here it is. */
    void taken(UpstreamConnection connection);

    /** There is none. */
    void none(UpstreamFault fault);

    /** Whether it still wants one. */
    boolean isWanting();
  }

  private record Waiter(Taker taker, long deadline) {
    boolean isLate(long now) {
      return now - deadline >= 0;
    }
  }
}
