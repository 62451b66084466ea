package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.exchange.Ending;
import dev.keybearer.gateway.exchange.Ending.How;
import dev.keybearer.gateway.exchange.TunnelTerms;
import dev.keybearer.gateway.scene.Eventually;
import dev.keybearer.gateway.scene.Frame;
import dev.keybearer.gateway.scene.GatewayScene;
import dev.keybearer.gateway.scene.SocketClient;
import dev.keybearer.gateway.scene.Sockets;
import dev.keybearer.gateway.scene.Ways;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Frames go both ways as they were sent, as fast as they are taken (Y4, Y5). */
class TunnelTest {
  private static final TunnelTerms.Bounds ROOMY =
      new TunnelTerms.Bounds(256L << 20, Duration.ofMinutes(5), Duration.ofDays(1));

  private final Sockets sockets = new Sockets();
  private final GatewayScene scene =
      GatewayScene.open().route("/events", Ways.tunnelling(ROOMY), "GET").route("/plain", "GET");

  @BeforeEach
  void echo() {
    scene.upstream().always(sockets.echo());
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void carriesTextBothWays() {
    try (SocketClient client = open()) {
      assertThat(client.send("Grüße").await(1)).isEqualTo("Grüße");
      assertThat(client.send("").await(2)).isEmpty();
      assertThat(scene.wire().counts().tunnels()).isEqualTo(1);
    }
    assertThat(sockets.frames().getFirst().masked()).isTrue();
  }

  @Test
  void carriesBinaryOfEveryWayToWriteALength() {
    try (SocketClient client = open()) {
      long sent = 0;
      for (int length : new int[] {0, 1, 125, 126, 127, 65_535, 65_536, 1_000_000}) {
        byte[] octets = new byte[length];
        Arrays.fill(octets, (byte) length);
        client.send(octets);
        sent += length;
      }
      long all = sent;
      Eventually.holds("all come back", () -> client.octets() == all);
    }
  }

  @Test
  void carriesMessagesInSeveralFramesWithAPingBetweenThem() {
    String text = "0123456789".repeat(1_000);
    try (SocketClient client = open()) {
      client.sendInParts(text, 1_000).ping("now");
      assertThat(client.await(1)).isEqualTo(text);
      Eventually.holds("a pong", () -> client.pongs().equals(List.of("now")));
    }
  }

  @Test
  void carriesWhatTheUpstreamSaysRightBehindTheHandshake() {
    scene
        .upstream()
        .next(
            (request, socket, out) -> {
              byte[] head = Sockets.agreement(request, "").getBytes(StandardCharsets.US_ASCII);
              byte[] frame = Frame.text("first").octets();
              byte[] both = Arrays.copyOf(head, head.length + frame.length);
              System.arraycopy(frame, 0, both, head.length, frame.length);
              out.write(both);
              out.flush();
              Frame.read(socket.getInputStream());
              return false;
            });
    try (SocketClient client = open()) {
      assertThat(client.await(1)).isEqualTo("first");
    }
  }

  @Test
  void endsWholeWhenTheCallerClosesAndSaysHowMuchWentThrough() {
    try (SocketClient client = open()) {
      client.send("12345").await(1);
      client.sendClose(1000);
      assertThat(client.closed()).isEqualTo("1000");
    }
    Ending ending = ending();
    assertThat(ending.how()).isEqualTo(How.WHOLE);
    assertThat(ending.status()).isEqualTo(101);
    assertThat(ending.received()).isEqualTo(2 + 4 + 5 + 2 + 4 + 2);
    assertThat(ending.sent()).isEqualTo(2 + 5 + 2 + 2);
    assertGone();
  }

  @Test
  void endsWholeWhenTheUpstreamCloses() {
    scene
        .upstream()
        .next(
            sockets.agreeing(
                (in, out) -> {
                  Frame.close(4000).write(out);
                  sockets.next(in);
                }));
    try (SocketClient client = open()) {
      assertThat(client.closed()).isEqualTo("4000"); // which it answers by itself
    }
    assertThat(ending().how()).isEqualTo(How.WHOLE);
    assertGone();
  }

  @Test
  void breaksWhenTheUpstreamBreaks() {
    scene
        .upstream()
        .next(
            sockets.agreeing(
                (in, out) -> {
                  Frame.text("last").write(out);
                  sockets.next(in);
                }));
    try (SocketClient client = open()) {
      assertThat(client.await(1)).isEqualTo("last");
      client.send("go");
      assertThat(client.closed()).isIn("-1", "1006");
    }
    assertThat(ending().how()).isEqualTo(How.UPSTREAM_BROKE);
    assertGone();
  }

  @Test
  void tellsTheUpstreamThatTheCallerIsGone() {
    try (SocketClient client = open()) {
      client.send("here").await(1);
    }
    assertThat(ending().how()).isEqualTo(How.CALLER_LEFT);
    assertGone();
  }

  /** Nothing piles up between: the upstream cannot write what its caller does not read. */
  @Test
  void readsNoMoreThanTheCallerTakes() {
    int length = 64 << 20;
    long[] written = new long[1];
    scene.upstream().next(sockets.agreeing((in, out) -> flood(out, length, written)));
    try (SocketClient client = open()) {
      client.takes(false);
      Eventually.holds("the upstream stalls", () -> stalls(written));
      assertThat(written[0]).isLessThan(length / 2);
      client.takes(true);
      Eventually.holds("all comes", () -> client.octets() == length);
    }
  }

  private static void flood(OutputStream out, int length, long[] written) throws IOException {
    byte[] frame = new Frame(Frame.BINARY, false, new byte[1 << 20]).octets();
    for (int left = length; left > 0; left -= 1 << 20) {
      out.write(frame);
      synchronized (written) {
        written[0] += frame.length;
      }
    }
    out.flush();
    Frame.close(1000).write(out);
  }

  private static boolean stalls(long[] written) {
    long before;
    synchronized (written) {
      before = written[0];
    }
    LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
    synchronized (written) {
      return before > 0 && written[0] == before;
    }
  }

  private SocketClient open() {
    return SocketClient.open(scene.port(), "/events");
  }

  private Ending ending() {
    Eventually.holds("the call has ended", () -> !scene.calls().all().isEmpty());
    return scene.calls().all().getFirst().ending();
  }

  private void assertGone() {
    Eventually.holds("the caller is gone", () -> scene.wire().counts().clients() == 0);
    Eventually.holds("the upstream is gone", () -> scene.wire().counts().upstreams() == 0);
    assertThat(scene.wire().counts().idle()).isZero();
    assertThat(scene.wire().counts().tunnels()).isZero();
  }
}
