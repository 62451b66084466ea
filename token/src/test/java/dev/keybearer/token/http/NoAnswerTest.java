package dev.keybearer.token.http;

import static dev.keybearer.token.http.NoAnswer.Fate.NOT_SENT;
import static dev.keybearer.token.http.NoAnswer.Fate.UNKNOWN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keybearer.token.http.NoAnswer.Fate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * R7 and S6 rest on the fate: a refresh token in a request that was surely not sent is not used up.
 * F1 refused, F2 black hole, F3 slow body, F6 wrong length, F7 answer lost.
 */
class NoAnswerTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(400);

  /** What a deadline may be overrun by on a busy machine. */
  private static final Duration SLACK = Duration.ofSeconds(3);

  private final Exchange exchange = JdkExchange.of();

  @Test
  void refusedConnectionSentNothing() throws IOException {
    URI closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/token?q=CANARY");
    }

    assertFate(form(closed), LONG, NOT_SENT, "no connection: refused");
    assertFate(Ask.get(closed), LONG, NOT_SENT, "no connection: refused");
  }

  @Test
  void unresolvedNameSentNothing() {
    // A label of 64 letters is one too long for a name (RFC 1035 section 2.3.4).
    URI nowhere = URI.create("http://" + "x".repeat(64) + ".invalid/token");

    assertFate(form(nowhere), LONG, NOT_SENT, "does not resolve");
    assertFate(Ask.get(nowhere), LONG, NOT_SENT, "does not resolve");
  }

  @Test
  void noTimeLeftSentNothing() throws IOException {
    try (FakeServer server = FakeServer.answering("HTTP/1.1 204 No Content\r\n\r\n")) {
      assertFate(form(server.uri("/")), Duration.ZERO, NOT_SENT, "no time");
      assertFate(form(server.uri("/")), Duration.ofNanos(-1), NOT_SENT, "no time");

      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void connectionThatNeverStandsSentNothing() throws IOException {
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<Socket> fill = fill(full);
      URI uri = URI.create("http://127.0.0.1:" + full.getLocalPort() + "/token");

      assertFate(form(uri), SHORT, NOT_SENT, "no whole answer within 400 ms");
      // A request without a body cannot tell when the deadline cut it, so it says the worse.
      assertFate(Ask.get(uri), SHORT, UNKNOWN, "no whole answer within 400 ms");
      assertFate(Ask.get(uri), LONG, NOT_SENT, "no connection within 2000 ms");
      for (Socket socket : fill) {
        socket.close();
      }
    }
  }

  @Test
  void serverThatTakesTheRequestAndNeverAnswersMayHaveActed() throws Exception {
    try (FakeServer server = FakeServer.doing(FakeServer::awaitEnd)) {
      assertFate(form(server.uri("/t")), SHORT, UNKNOWN, "no whole answer within 400 ms");
      assertFate(Ask.get(server.uri("/t")), SHORT, UNKNOWN, "no whole answer within 400 ms");
    }
  }

  @Test
  void connectionCutAfterTheRequestMayHaveActed() throws Exception {
    try (FakeServer server = FakeServer.doing(FakeServer::readRequest)) {
      assertFate(form(server.uri("/t")), LONG, UNKNOWN, "the connection broke");

      assertThat(server.requestCount()).isEqualTo(1);
    }
  }

  @Test
  void connectionResetWithinTheRequestMayHaveActed() throws Exception {
    try (FakeServer server =
        FakeServer.doing(
            (fake, socket) -> {
              socket.getInputStream().read();
              socket.setSoLinger(true, 0);
            })) {
      assertFate(form(server.uri("/t")), LONG, UNKNOWN, "the connection broke");
    }
  }

  /** The client must not send a POST again by itself when a kept connection ends under it. */
  @Test
  void keptConnectionCutUnderRequestMayHaveActedAndIsNotRepeated() throws Exception {
    try (FakeServer server =
        FakeServer.doing(
            (fake, socket) -> {
              fake.readRequest(socket);
              write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
              fake.readRequest(socket);
            })) {
      exchange.send(form(server.uri("/first")), LONG);

      assertFate(form(server.uri("/second")), LONG, UNKNOWN, "the connection broke");
      assertThat(server.requestCount()).isEqualTo(2);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void bodyShorterThanItsLengthMayHaveActed() throws Exception {
    try (FakeServer server =
        FakeServer.doing(
            (fake, socket) -> {
              fake.readRequest(socket);
              write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nCANARY");
            })) {
      assertFate(form(server.uri("/t")), LONG, UNKNOWN, "the connection broke");
    }
  }

  @Test
  void answerThatIsNoHttpMayHaveActed() throws Exception {
    try (FakeServer server = FakeServer.answering("CANARY what is this\r\n\r\n")) {
      assertFate(form(server.uri("/t")), LONG, UNKNOWN, "the connection broke");
    }
  }

  /** F3: each byte comes in time, the whole does not. */
  @Test
  void slowBodyDoesNotOutliveTheLimit() throws Exception {
    try (FakeServer server =
        FakeServer.doing(
            (fake, socket) -> {
              fake.readRequest(socket);
              write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n");
              trickle(socket);
            })) {
      assertFate(form(server.uri("/t")), SHORT, UNKNOWN, "no whole answer within 400 ms");
      assertThat(server.isDropped()).as("connection dropped").isTrue();
    }
  }

  @Test
  void slowHeadDoesNotOutliveTheLimit() throws Exception {
    try (FakeServer server =
        FakeServer.doing(
            (fake, socket) -> {
              fake.readRequest(socket);
              write(socket, "HTTP/1.1 200 OK\r\nX-Slow: ");
              trickle(socket);
            })) {
      assertFate(form(server.uri("/t")), SHORT, UNKNOWN, "no whole answer within 400 ms");
      assertThat(server.isDropped()).as("connection dropped").isTrue();
    }
  }

  @Test
  void interruptEndsTheWaitAndKeepsTheFlag() throws Exception {
    Thread waiting = Thread.currentThread();
    try (FakeServer server =
        FakeServer.doing(
            (fake, socket) -> {
              fake.readRequest(socket);
              waiting.interrupt();
              fake.awaitEnd(socket);
            })) {
      NoAnswer failure = failure(form(server.uri("/t")), LONG);

      assertThat(Thread.interrupted()).as("flag").isTrue();
      assertThat(failure).hasMessageContaining("interrupted");
      assertThat(failure.fate()).isEqualTo(UNKNOWN);
    }
  }

  private void assertFate(Ask ask, Duration limit, Fate fate, String what) {
    long start = System.nanoTime();
    NoAnswer failure = failure(ask, limit);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(limit.plus(SLACK));
    assertThat(failure.fate()).isEqualTo(fate);
    assertThat(failure).hasMessageContaining(what).hasMessageStartingWith(ask + ": ").hasNoCause();
    assertThat(failure.getMessage()).doesNotContain("CANARY").doesNotContain("?");
  }

  private NoAnswer failure(Ask ask, Duration limit) {
    return catchThrowableOfType(NoAnswer.class, () -> exchange.send(ask, limit));
  }

  private static Ask form(URI uri) {
    return Ask.form(uri, Map.of("refresh_token", "CANARY"));
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  /** One byte at a time until the other side has had enough. */
  private static void trickle(Socket socket) throws IOException {
    socket.setSoTimeout(20);
    while (!isLeft(socket)) {
      write(socket, "x");
    }
    throw new IOException("the other side left");
  }

  private static boolean isLeft(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException stillThere) {
      return false;
    }
  }

  /** Takes every place in the queue of connections, so that the next one hangs. */
  private static List<Socket> fill(ServerSocket full) throws IOException {
    List<Socket> sockets = new ArrayList<>();
    SocketAddress place = full.getLocalSocketAddress();
    while (true) {
      Socket socket = new Socket();
      try {
        socket.connect(place, 300);
        sockets.add(socket);
      } catch (SocketTimeoutException hangs) {
        socket.close();
        return sockets;
      }
    }
  }
}
