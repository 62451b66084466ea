package dev.keybearer.benchmark.daemon;

import dev.keybearer.benchmark.tool.Child;
import dev.keybearer.benchmark.tool.SignedTokens;
import dev.keybearer.benchmark.tool.Sockets;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** What runs in the JVM of those who do {@link Harm}. Whoever is cut off comes again. */
@SuppressWarnings("FutureReturnValueIgnored") // whoever is cut off says so
public final class HarmProcess {
  private static final long AGAIN_MILLIS = 100;

  /** Of loopback as well, and not the probe's: what counts by address tells them apart. */
  private static final String ADDRESS = "127.0.0.2";

  /** A byte from each a second is more than any limit on silence looks at. */
  private static final long TRICKLE_MILLIS = 1_000;

  /** Calls of a faulty upstream are to be many and no load. */
  private static final long PAUSE_MILLIS = 400;

  private static final long RESET_MILLIS = 10;
  private static final int RESETS_AT_ONCE = 10;

  /** They come one after the other: what they do at once is another harm. */
  private static final long ARRIVAL_MILLIS = 4_000;

  /**
   * As on a network: on loopback a segment is 64 KiB, for a few of which the kernel would keep
   * megabytes, and the whole answer would be off everybody's hands.
   */
  private static final int SEGMENT_OCTETS = 1_460;

  private static final ChannelOption<Integer> SEGMENT =
      new IntegerUnixChannelOption("TCP_MAXSEG", 6, 2);

  private static final int SIP = 1_024;

  private final EventLoopGroup group = Sockets.loop();
  private final ChannelGroup open = new DefaultChannelGroup(group.next());
  private final String token;

  // All of the loop alone.
  private int run; // whoever belongs to an earlier run does not come again
  private int opened;
  private int answered;
  private int cut;

  private HarmProcess(String token) {
    this.token = token;
  }

  /** Is told {@code begin HARM PORT} and {@code end}, which says what became of it. */
  public static void main(Path tokens) throws IOException {
    HarmProcess harm = new HarmProcess(SignedTokens.read(tokens).texts().getFirst());
    Child.serve("ready", line -> harm.told(line.split(" ")));
  }

  private String told(String[] words) {
    return words[0].equals("begin")
        ? onLoop(() -> begin(Harm.valueOf(words[1]), Integer.parseInt(words[2])))
        : onLoop(this::end);
  }

  private String onLoop(Callable<String> work) {
    return group.submit(work).syncUninterruptibly().getNow();
  }

  private String begin(Harm harm, int port) {
    opened = 0;
    answered = 0;
    cut = 0;
    int mine = ++run;
    for (int i = 0; i < harm.connections(); i++) {
      int number = i;
      long after = ARRIVAL_MILLIS * number / harm.connections();
      group.schedule(() -> connect(harm, port, mine, number), after, TimeUnit.MILLISECONDS);
    }
    return "";
  }

  private void connect(Harm harm, int port, int mine, int number) {
    if (mine != run) {
      return;
    }
    Bootstrap client =
        Sockets.client(
            group,
            channel -> {
              open.add(channel);
              if (harm.encrypted() != null) {
                channel.pipeline().addLast(harm.encrypted().handler(channel));
              }
              channel.pipeline().addLast(new Culprit(harm, port, mine, number));
            });
    if (harm == Harm.READS) {
      client
          .option(ChannelOption.SO_RCVBUF, 4 * SIP)
          .option(SEGMENT, SEGMENT_OCTETS)
          .option(ChannelOption.AUTO_READ, false)
          .option(
              ChannelOption.RECVBUF_ALLOCATOR,
              new FixedRecvByteBufAllocator(SIP).maxMessagesPerRead(1));
    }
    client
        .connect(Sockets.loopback(port), new InetSocketAddress(ADDRESS, 0))
        .addListener(
            tried -> {
              if (tried.isSuccess()) {
                opened++;
              } else {
                again(harm, port, mine, number);
              }
            });
  }

  private void again(Harm harm, int port, int mine, int number) {
    group.schedule(() -> connect(harm, port, mine, number), AGAIN_MILLIS, TimeUnit.MILLISECONDS);
  }

  private String end() {
    run++;
    open.close();
    return opened + " opened, " + cut + " cut off, " + answered + " answered";
  }

  private static ByteBuf octets(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
  }

  /** One connection. */
  private final class Culprit extends ChannelInboundHandlerAdapter {
    private final Harm harm;
    private final int port;
    private final int mine;
    private final int number;
    private int sent;

    Culprit(Harm harm, int port, int mine, int number) {
      this.harm = harm;
      this.port = port;
      this.mine = mine;
      this.number = number;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      Channel channel = context.channel();
      switch (harm) {
        case HEADS -> {
          channel.writeAndFlush(octets("GET /orders/1 HTTP/1.1\r\nHost: orders\r\nX-Slow: "));
          trickle(channel);
        }
        case BODIES -> {
          channel.writeAndFlush(octets(head("POST", "/slow/body", "Content-Length: 1000000\r\n")));
          trickle(channel);
        }
        case READS -> {
          channel.writeAndFlush(octets(head("GET", "/slow/large", "")));
          sip(channel);
        }
        case HALF_OPEN -> halfOpen(channel);
        case FAULTY -> fault(channel);
        case RESETS, RENEGOTIATIONS -> {} // once there is TLS
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (!(event instanceof SslHandshakeCompletionEvent done) || !done.isSuccess()) {
        return;
      }
      Channel channel = context.channel();
      if (harm == Harm.RESETS) {
        ResetFlood flood = new ResetFlood(token);
        channel.writeAndFlush(ResetFlood.preface());
        every(channel, RESET_MILLIS, () -> channel.writeAndFlush(flood.next(RESETS_AT_ONCE)));
      } else {
        channel.pipeline().get(SslHandler.class).renegotiate();
      }
    }

    private String head(String method, String path, String more) {
      return method
          + " "
          + path
          + " HTTP/1.1\r\nHost: orders\r\nAuthorization: Bearer "
          + token
          + "\r\n"
          + more
          + "\r\n";
    }

    private void trickle(Channel channel) {
      every(
          channel, TRICKLE_MILLIS, () -> channel.writeAndFlush(octets("x"), channel.voidPromise()));
    }

    private void sip(Channel channel) {
      every(channel, TRICKLE_MILLIS, channel::read);
    }

    private void every(Channel channel, long millis, Runnable act) {
      channel
          .eventLoop()
          .schedule(
              () -> {
                if (channel.isActive() && mine == run) {
                  act.run();
                  every(channel, millis, act);
                }
              },
              millis,
              TimeUnit.MILLISECONDS);
    }

    /** A third says nothing, a third stops within a head, a third closes its half of it. */
    private void halfOpen(Channel channel) {
      if (number % 3 == 1) {
        channel.writeAndFlush(octets("GET /orders/1 HTTP/1.1\r\nHost: or"));
      } else if (number % 3 == 2) {
        ((DuplexChannel) channel).shutdownOutput();
      }
    }

    private void fault(Channel channel) {
      String[] paths = {"/faulty/reset", "/faulty/hang", "/faulty/nonsense", "/faulty/half"};
      String path = paths[(number + sent++) % paths.length];
      channel.writeAndFlush(octets(head("GET", path, "")));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      boolean isHead = ((ByteBuf) message).readableBytes() > 0 && harm != Harm.READS;
      ReferenceCountUtil.release(message);
      if (!isHead) {
        return;
      }
      answered++;
      if (harm == Harm.FAULTY) { // its answers are short, and all in one go
        Channel channel = context.channel();
        channel.eventLoop().schedule(() -> resume(channel), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      }
    }

    private void resume(Channel channel) {
      if (channel.isActive() && mine == run) {
        fault(channel);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      if (mine == run) {
        cut++;
        again(harm, port, mine, number + 1);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }
}
