package dev.keybearer.stream.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.stream.Receiver;
import dev.keybearer.stream.Topic;
import dev.keybearer.stream.provider.FixedEndpoint;
import dev.keybearer.stream.provider.JsonDialect;
import dev.keybearer.stream.provider.TokenPlace;
import dev.keybearer.token.Fingerprint;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.Token;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A provider that opens sockets, and answers nothing after that. */
class GoodbyeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Streams streams = Streams.open();

  @AfterEach
  void close() {
    streams.close();
  }

  @Test
  void cutsOffWhoeverDoesNotAnswerAGoodbyeAlsoWhenAllIsClosed() throws Exception {
    try (ServerSocket provider = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      provider.setSoTimeout((int) PATIENCE.toMillis());
      Stream stream = streams.open(plan(provider.getLocalPort()), Receiver.each(delivery -> {}));
      try (Socket socket = provider.accept()) {
        socket.setSoTimeout((int) PATIENCE.toMillis());
        agree(socket);
        assertThat(socket.getInputStream().read()).as("it subscribes").isNotNegative();
        assertThat(stream.report().attempts()).isEqualTo(1);
        streams.close();
        assertThat(rest(socket)).isGreaterThan(0);
      }
    }
  }

  private static StreamPlan plan(int port) {
    Token token =
        Token.of(
            "Bearer",
            "t0k3n",
            new Fingerprint("of the test"),
            new Token.Terms(1, Instant.now().plus(Duration.ofHours(1)), Scopes.none()));
    return StreamPlan.of(
            "events",
            FixedEndpoint.of(URI.create("ws://127.0.0.1:" + port + "/"), TokenPlace.NONE),
            JsonDialect.PLAIN,
            patience -> token)
        .withTopics(List.of(Topic.event("orders")));
  }

  /** RFC 6455, section 4.2.2. */
  private static void agree(Socket socket) throws Exception {
    BufferedReader head =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII), 1);
    String key = "";
    for (String line = head.readLine(); line != null && !line.isEmpty(); line = head.readLine()) {
      if (line.regionMatches(true, 0, "Sec-WebSocket-Key:", 0, 18)) {
        key = line.substring(18).trim();
      }
    }
    byte[] hash =
        MessageDigest.getInstance("SHA-1")
            .digest(
                (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
    String answer =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + Base64.getEncoder().encodeToString(hash)
            + "\r\n\r\n";
    socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
  }

  /** How much comes until it ends, one way or another. */
  private static long rest(Socket socket) throws IOException {
    try {
      return socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (SocketTimeoutException e) {
      throw new AssertionError("nobody hangs up", e);
    } catch (SocketException e) {
      return 1; // reset
    }
  }
}
