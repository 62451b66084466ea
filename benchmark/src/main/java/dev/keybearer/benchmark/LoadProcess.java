package dev.keybearer.benchmark;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * What runs in the JVM before the proxy: connections that stay, each with one request under way at
 * any time. One loop sends all of them.
 */
@SuppressWarnings("FutureReturnValueIgnored") // whoever is cut off says so
final class LoadProcess {
  private static final int CONNECTIONS = 64;
  private static final long PATIENCE_MILLIS = 30_000;

  private final EventLoopGroup group = Sockets.loop();
  private final List<ByteBuf> requests;
  private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private Latencies latencies = new Latencies(); // of the loop alone
  private int next; // of the loop alone
  private volatile boolean ending;

  private LoadProcess(List<ByteBuf> requests) {
    this.requests = requests;
  }

  /** Is told a port to send to, {@code clear}, {@code count} or {@code end}. */
  static void main(Path tokens) throws IOException {
    List<ByteBuf> requests =
        SignedTokens.read(tokens).texts().stream().map(LoadProcess::request).toList();
    LoadProcess load = new LoadProcess(requests);
    Child.serve("ready", load::told);
  }

  private static ByteBuf request(String token) {
    String head =
        """
        GET /orders/4711?limit=20 HTTP/1.1\r
        Host: orders.example.com\r
        User-Agent: load/1.0\r
        Accept: application/json\r
        Accept-Encoding: gzip\r
        X-Request-Id: 5f0c9a37-2f7e-4c83-9d31-6a1d6f9a2b10\r
        Authorization: Bearer %s\r
        \r
        """
            .formatted(token);
    byte[] octets = head.getBytes(StandardCharsets.US_ASCII);
    return Unpooled.unreleasableBuffer(Unpooled.directBuffer().writeBytes(octets));
  }

  private String told(String line) {
    return switch (line) {
      case "clear" -> onLoop(this::clear);
      case "count" -> onLoop(() -> latencies.toString());
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
    return onLoop(this::clear);
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
    next = next + 1 == requests.size() ? 0 : next + 1;
    return requests.get(next).duplicate();
  }

  /** One connection. */
  private final class Caller extends ChannelInboundHandlerAdapter {
    private final AnswerEnd end = new AnswerEnd(UpstreamProcess.BODY);
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
      boolean whole = end.isIn((ByteBuf) message);
      ReferenceCountUtil.release(message);
      if (!whole) {
        return;
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
        throw new IllegalStateException("a connection was closed while it was used");
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      System.err.println("the load ends: " + cause);
      System.exit(1);
    }
  }
}
