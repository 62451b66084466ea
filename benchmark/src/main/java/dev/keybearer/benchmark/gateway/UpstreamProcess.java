package dev.keybearer.benchmark.gateway;

import dev.keybearer.benchmark.tool.Child;
import dev.keybearer.benchmark.tool.Sockets;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What runs in the JVM behind the proxy: answers every request alike, with little effort. */
public final class UpstreamProcess {
  /** How long each answer's body is. */
  public static final int BODY = 256;

  private static final ByteBuf ANSWER =
      Unpooled.unreleasableBuffer(
          Unpooled.directBuffer()
              .writeBytes(
                  """
                  HTTP/1.1 200 OK\r
                  Content-Type: application/json\r
                  Content-Length: %d\r
                  Server: upstream\r
                  Vary: Accept-Encoding\r
                  \r
                  %s\
                  """
                      .formatted(BODY, "x".repeat(BODY))
                      .getBytes(StandardCharsets.US_ASCII)));

  private UpstreamProcess() {}

  /** Says its port, and nothing more. */
  public static void main() throws IOException {
    int port =
        Sockets.listen(
            Sockets.loop(),
            channel -> channel.pipeline().addLast(new HttpRequestDecoder(), new Answering()));
    Child.serve(String.valueOf(port), asked -> "");
  }

  @SuppressWarnings("FutureReturnValueIgnored") // whoever is cut off says so
  private static final class Answering extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof LastHttpContent) {
        context.write(ANSWER.duplicate(), context.voidPromise());
      }
      ReferenceCountUtil.release(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close(); // a proxy that ends
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }
  }
}
