package dev.keybearer.benchmark.gateway;

import dev.keybearer.benchmark.tool.Child;
import dev.keybearer.benchmark.tool.Encrypted;
import dev.keybearer.benchmark.tool.Sockets;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What runs in a JVM that calls at a constant rate, whether answers come or not.
 *
 * <p>A call is due at a moment of the schedule. It is sent at once where a connection is free and
 * waits for one otherwise; its latency counts from that moment in either case, so that a proxy that
 * halts is charged for every call that it kept from being sent.
 */
@SuppressWarnings("FutureReturnValueIgnored") // whoever is cut off says so
public final class PacedProcess {
  /** So many calls that wait are a proxy that has given up. */
  private static final int MOST_WAITING = 500_000;

  private static final long AGAIN_MILLIS = 50;

  private final EventLoopGroup group = Sockets.loop();
  private List<Order> orders;

  // All of the loop alone.
  private final ArrayDeque<Long> waiting = new ArrayDeque<>(); // moments at which they were due
  private final ArrayDeque<Caller> idle = new ArrayDeque<>();
  private final Map<String, Integer> misses = new TreeMap<>();
  private Latencies latencies = new Latencies();
  private int next;
  private int connections;
  private boolean encrypted;
  private long due;
  private long step;
  private int run; // callers and ticks of an earlier run end when they see another number

  private PacedProcess(List<Order> orders) {
    this.orders = orders;
  }

  /**
   * Is told {@code begin PORT RATE CONNECTIONS [tls]}, {@code clear}, {@code count}, {@code
   * waiting}, {@code misses} since they were last asked for, {@code tokens FILE} or {@code end}.
   */
  public static void main(Path tokens) throws IOException {
    PacedProcess pace = new PacedProcess(Order.read(tokens));
    Child.serve("ready", line -> pace.told(line.split(" ")));
  }

  private String told(String[] words) {
    return switch (words[0]) {
      case "begin" ->
          onLoop(
              () ->
                  begin(
                      Integer.parseInt(words[1]),
                      Integer.parseInt(words[2]),
                      Integer.parseInt(words[3]),
                      words.length > 4));
      case "clear" -> onLoop(this::clear);
      case "count" -> onLoop(this::count);
      case "waiting" -> onLoop(() -> String.valueOf(waiting.size()));
      case "misses" -> onLoop(this::misses);
      case "tokens" -> use(Path.of(words[1]));
      case "end" -> onLoop(this::end);
      default -> throw new IllegalArgumentException(words[0]);
    };
  }

  private String onLoop(Callable<String> work) {
    return group.submit(work).syncUninterruptibly().getNow();
  }

  private String begin(int port, int rate, int size, boolean tls) {
    encrypted = tls;
    connections = size;
    step = TimeUnit.SECONDS.toNanos(1) / rate;
    int mine = ++run;
    Bootstrap client = Sockets.client(group, channel -> prepare(channel, mine, port));
    for (int i = 0; i < size; i++) {
      connect(client, port, mine);
    }
    due = System.nanoTime() + step;
    tick(mine);
    return clear();
  }

  private void prepare(Channel channel, int mine, int port) {
    if (encrypted) {
      channel.pipeline().addLast(Encrypted.USUAL.handler(channel));
    }
    channel.pipeline().addLast(new Caller(mine, channel, port));
  }

  private void connect(Bootstrap client, int port, int mine) {
    client
        .connect(Sockets.loopback(port))
        .addListener(
            tried -> {
              if (!tried.isSuccess() && mine == run) {
                miss("unreachable");
                again(client, port, mine);
              }
            });
  }

  private void again(Bootstrap client, int port, int mine) {
    group.schedule(() -> connect(client, port, mine), AGAIN_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void tick(int mine) {
    if (mine != run) {
      return;
    }
    long now = System.nanoTime();
    for (; due - now <= 0; due += step) {
      if (waiting.size() < MOST_WAITING) {
        waiting.add(due);
      } else {
        miss("not sent");
      }
    }
    send();
    group.schedule(() -> tick(mine), due - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  private void send() {
    while (!waiting.isEmpty() && !idle.isEmpty()) {
      idle.remove().send(waiting.remove());
    }
  }

  private String clear() {
    latencies = new Latencies();
    misses.clear();
    return "";
  }

  /** Calls that a slow proxy has kept waiting until now are late by that much at least. */
  private String count() {
    double answered = latencies.percentiles().count();
    if (waiting.size() > connections) {
      long now = System.nanoTime();
      waiting.forEach(moment -> latencies.add(now - moment));
    }
    return latencies.percentiles().withCount(answered).toString();
  }

  private String misses() {
    String all = misses.toString();
    misses.clear();
    return all;
  }

  private String use(Path tokens) {
    try {
      List<Order> read = Order.read(tokens);
      return onLoop(
          () -> {
            orders.forEach(order -> order.octets().unwrap().release());
            orders = read;
            return "";
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String end() {
    run++;
    waiting.clear();
    idle.forEach(caller -> caller.channel.close());
    idle.clear();
    return "";
  }

  private void miss(String what) {
    misses.merge(what, 1, Integer::sum);
  }

  private Order next() {
    next = next + 1 >= orders.size() ? 0 : next + 1;
    return orders.get(next);
  }

  /** One connection. */
  private final class Caller extends ChannelInboundHandlerAdapter {
    private final AnswerReader reader = new AnswerReader();
    private final int mine;
    private final Channel channel;
    private final int port;
    private @Nullable Order sent; // that waits for its answer
    private long moment;

    Caller(int mine, Channel channel, int port) {
      this.mine = mine;
      this.channel = channel;
      this.port = port;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      free();
    }

    private void free() {
      if (mine != run) {
        channel.close();
        return;
      }
      idle.add(this);
      PacedProcess.this.send();
    }

    void send(long dueAt) {
      Order order = next();
      sent = order;
      moment = dueAt;
      channel.writeAndFlush(order.octets().copy(), channel.voidPromise());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      boolean whole = reader.isWhole((ByteBuf) message);
      ReferenceCountUtil.release(message);
      Order order = sent;
      if (!whole || order == null) {
        return;
      }
      sent = null;
      latencies.add(System.nanoTime() - moment);
      if (reader.status() != order.expected()) {
        miss(reader.status() + " for " + order.expected());
      }
      if (reader.keeps()) {
        free();
      } else {
        channel.close();
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      if (mine != run) {
        return;
      }
      idle.remove(this);
      if (sent != null) {
        latencies.add(System.nanoTime() - moment);
        miss("cut");
        sent = null;
      }
      Bootstrap client = Sockets.client(group, opened -> prepare(opened, mine, port));
      again(client, port, mine);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      if (mine == run && !(cause instanceof IOException)) {
        miss("garbled");
      }
      context.close();
    }
  }
}
