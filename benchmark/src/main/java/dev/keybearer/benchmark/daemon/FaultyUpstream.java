package dev.keybearer.benchmark.daemon;

import dev.keybearer.benchmark.gateway.UpstreamProcess;
import dev.keybearer.benchmark.tool.Child;
import dev.keybearer.benchmark.tool.Sockets;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What runs in the JVM of an upstream that misbehaves where the path asks for it, and everywhere
 * with each so-manieth call if it is told to.
 */
@SuppressWarnings("FutureReturnValueIgnored") // whoever is cut off says so
public final class FaultyUpstream {
  private static final int LARGE = 4 << 20;
  private static final int KEPT_BY_KERNEL = 64 << 10;
  private static final ByteBuf GOOD = answer(UpstreamProcess.BODY, UpstreamProcess.BODY);
  private static final ByteBuf MUCH = answer(LARGE, LARGE);
  private static final ByteBuf HALF = answer(UpstreamProcess.BODY, UpstreamProcess.BODY / 2);
  private static final ByteBuf NONSENSE = octets("220 smtp.example.com ESMTP\r\n\r\n");

  private final AtomicInteger each = new AtomicInteger(); // that is reset; 0 for none
  private final AtomicInteger resets = new AtomicInteger();

  private FaultyUpstream() {}

  /**
   * Says its port, and is told a number: which call of so many is reset, or 0; says how many were
   * since it was last told so.
   */
  public static void main() throws IOException {
    FaultyUpstream upstream = new FaultyUpstream();
    int port =
        Sockets.listen(
            Sockets.loop(),
            channel ->
                channel.pipeline().addLast(new HttpRequestDecoder(), upstream.new Answering()));
    Child.serve(String.valueOf(port), upstream::told);
  }

  private String told(String line) {
    each.set(Integer.parseInt(line));
    return String.valueOf(resets.getAndSet(0));
  }

  private static ByteBuf answer(int length, int octets) {
    return octets(
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(length, "x".repeat(octets)));
  }

  private static ByteBuf octets(String text) {
    byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
    return Unpooled.unreleasableBuffer(Unpooled.directBuffer(octets.length).writeBytes(octets));
  }

  private final class Answering extends ChannelInboundHandlerAdapter {
    private String path = "";
    private int count;

    /** What is not read elsewhere is kept here, and not by the kernel. */
    @Override
    public void channelActive(ChannelHandlerContext context) {
      context.channel().config().setOption(ChannelOption.SO_SNDBUF, KEPT_BY_KERNEL);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpRequest request) {
        path = request.uri();
      }
      if (message instanceof LastHttpContent) {
        answer(context);
      }
      ReferenceCountUtil.release(message);
    }

    private void answer(ChannelHandlerContext context) {
      int often = each.get();
      if (often > 0 && ++count % often == 0) {
        resets.incrementAndGet();
        reset(context);
        return;
      }
      switch (path.substring(path.lastIndexOf('/') + 1)) {
        case "reset" -> reset(context);
        case "hang" -> {} // until somebody loses patience
        case "nonsense" -> context.writeAndFlush(NONSENSE.duplicate());
        case "half" ->
            context.writeAndFlush(HALF.duplicate()).addListener(written -> context.close());
        case "large" -> context.writeAndFlush(MUCH.duplicate());
        default -> context.writeAndFlush(GOOD.duplicate());
      }
    }

    private void reset(ChannelHandlerContext context) {
      context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
      context.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }
}
