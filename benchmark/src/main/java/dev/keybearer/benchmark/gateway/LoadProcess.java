package dev.keybearer.benchmark.gateway;

import dev.keybearer.benchmark.tool.Child;
import dev.keybearer.benchmark.tool.Sockets;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * What runs in the JVM before the proxy: connections that stay, each with one request under way at
 * any time. One loop sends all of them.
 */
@SuppressWarnings("FutureReturnValueIgnored") // whoever is cut off says so
public final class LoadProcess {
  private static final int CONNECTIONS = 64;
  private static final int GOOD = 200;
  private static final long PATIENCE_MILLIS = 30_000;

  private final EventLoopGroup group = Sockets.loop();
  private final List<Order> orders;
  private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private Latencies latencies = new Latencies(); // of the loop alone
  private int next; // of the loop alone
  private volatile boolean ending;
  private String trouble = ""; // of the loop alone

  private LoadProcess(List<Order> orders) {
    this.orders = orders;
  }

  /** Is told a port to send to, {@code clear}, {@code count}, {@code trouble} or {@code end}. */
  public static void main(Path tokens) throws IOException {
    LoadProcess load = new LoadProcess(Order.read(tokens));
    Child.serve("ready", load::told);
  }

  private String told(String line) {
    return switch (line) {
      case "clear" -> onLoop(this::clear);
      case "trouble" -> onLoop(() -> trouble);
      case "count" -> onLoop(() -> latencies.percentiles().toString());
      case "end" -> end();
      default -> begin(Integer.parseInt(line));
    };
  }

  private String onLoop(Callable<String> work) {
    return group.submit(work).syncUninterruptibly().getNow();
  }

  private String begin(int port) {
    for (int i = 0; i < CONNECTIONS; i++) {
      Sockets.client(group, channel -> channel.pipeline().addLast(new Caller()))
          .connect(Sockets.loopback(port))
          .syncUninterruptibly();
    }
    return onLoop(
        () -> {
          trouble = "";
          return clear();
        });
  }

  private String clear() {
    latencies = new Latencies();
    return "";
  }

  /** Each connection still takes the answer that it waits for. */
  private String end() {
    ending = true;
    if (!open.newCloseFuture().awaitUninterruptibly(PATIENCE_MILLIS)) {
      throw new IllegalStateException("not every answer has come");
    }
    ending = false;
    return "";
  }

  private ByteBuf next() {
    next = next + 1 == orders.size() ? 0 : next + 1;
    return orders.get(next).octets().duplicate();
  }

  /** One connection. */
  private final class Caller extends ChannelInboundHandlerAdapter {
    private final AnswerReader reader = new AnswerReader();
    private long sent;
    private boolean done;

    @Override
    public void channelActive(ChannelHandlerContext context) {
      open.add(context.channel());
      send(context);
    }

    private void send(ChannelHandlerContext context) {
      sent = System.nanoTime();
      context.writeAndFlush(next(), context.voidPromise());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      boolean whole = reader.isWhole((ByteBuf) message);
      ReferenceCountUtil.release(message);
      if (!whole) {
        return;
      }
      if (reader.status() != GOOD) {
        trouble = "an answer has come with " + reader.status();
      }
      latencies.add(System.nanoTime() - sent);
      if (ending) {
        done = true;
        context.close();
      } else {
        send(context);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      if (!done) {
        trouble = "a connection was closed while it was used";
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      trouble = String.valueOf(cause);
      context.close();
    }
  }
}
