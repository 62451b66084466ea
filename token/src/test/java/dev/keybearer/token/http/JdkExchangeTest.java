package dev.keybearer.token.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the wire and what comes back when all is well. */
class JdkExchangeTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Exchange exchange = JdkExchange.of();

  @Test
  void bringsBackStatusHeadersBodyAndDate() throws Exception {
    String head =
        "HTTP/1.1 400 Bad\r\nX-Two: a\r\nx-two: b\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
    try (FakeServer server = FakeServer.answering(head + "Content-Length: 6\r\n\r\nCANARY")) {
      Answer answer = exchange.send(Ask.get(server.uri("/x")), LIMIT);

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.body()).asString(UTF_8).isEqualTo("CANARY");
      assertThat(answer.header("x-TWO")).isEqualTo("a");
      assertThat(answer.header("absent")).isNull();
      assertThat(answer.date()).isEqualTo(Instant.parse("1994-11-06T08:49:37Z"));
      assertThat(answer).hasToString("Answer[status=400, length=6]");
    }
  }

  @Test
  void takesTheTimeBeforeSendingAndAfterTheLastByte() throws Exception {
    AtomicLong nanos = new AtomicLong(100);
    Exchange timed = JdkExchange.of(null, null, nanos::get);
    try (FakeServer server =
        FakeServer.doing(
            (fake, socket) -> {
              fake.readRequest(socket);
              nanos.set(200);
              socket.getOutputStream().write("HTTP/1.0 200 OK\r\n\r\n".getBytes(UTF_8));
              nanos.set(300);
            })) {
      Answer answer = timed.send(Ask.get(server.uri("/")), LIMIT);

      assertThat(answer.askedAt()).isEqualTo(100);
      assertThat(answer.answeredAt()).isEqualTo(300);
    }
  }

  /** Neither compression nor an upgrade is offered, and nothing is added that identifies. */
  @Test
  void sendsExactlyWhatWasAsked() throws Exception {
    try (FakeServer server = FakeServer.answering("HTTP/1.1 204 No Content\r\n\r\n")) {
      Ask ask =
          Ask.form(server.uri("/token?q=1"), Map.of("a", "1")).withHeader("Authorization", "B x");
      exchange.send(ask, LIMIT);

      assertThat(server.takeRequest().lines().filter(line -> !line.startsWith("User-Agent: Java")))
          .containsExactlyInAnyOrder(
              "POST /token?q=1 HTTP/1.1",
              "Host: " + server.uri("/").getAuthority(),
              "Content-Length: 3",
              "Accept: application/json",
              "Authorization: B x",
              "Content-Type: application/x-www-form-urlencoded",
              "",
              "a=1");
    }
  }

  /** A runtime of Java 17 says that the length is 0, newer ones say nothing; no body follows. */
  @ParameterizedTest
  @ValueSource(strings = {"GET", "DELETE", "POST"})
  void sendsRequestWithoutBody(String method) throws Exception {
    try (FakeServer server = FakeServer.answering("HTTP/1.1 204 No Content\r\n\r\n")) {
      exchange.send(Ask.of(method, server.uri("/")), LIMIT);

      assertThat(server.takeRequest())
          .startsWith(method + " / HTTP/1.1\r\n")
          .endsWith("\r\n\r\n")
          .doesNotContain("Transfer-Encoding");
    }
  }

  /** X2: the place that was checked is the only place that is asked. */
  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void followsNoRedirect(int status) throws Exception {
    try (FakeServer elsewhere = FakeServer.answering("HTTP/1.1 200 OK\r\n\r\n");
        FakeServer server =
            FakeServer.answering(
                ("HTTP/1.1 " + status + " Moved\r\nLocation: " + elsewhere.uri("/y"))
                    + "\r\nContent-Length: 0\r\n\r\n")) {
      Answer answer = exchange.send(Ask.form(server.uri("/x"), Map.of("a", "1")), LIMIT);

      assertThat(answer.status()).isEqualTo(status);
      assertThat(elsewhere.connections()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 407})
  void bringsBackRefusalWithoutChallenge(int status) throws Exception {
    String text = "HTTP/1.1 " + status + " No\r\nContent-Length: 0\r\n\r\n";
    try (FakeServer server = FakeServer.answering(text)) {
      assertThat(exchange.send(Ask.get(server.uri("/")), LIMIT).status()).isEqualTo(status);
    }
  }

  @Test
  void usesConnectionAgain() throws Exception {
    try (FakeServer server =
        FakeServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")) {
      exchange.send(Ask.get(server.uri("/1")), LIMIT);
      exchange.send(Ask.get(server.uri("/2")), LIMIT);

      assertThat(server.requestCount()).isEqualTo(2);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  /** X2: a proxy in the environment or in system properties is not asked. */
  @Test
  void ignoresTheSystemsProxy() throws Exception {
    RecordingSelector recording = new RecordingSelector(Proxy.NO_PROXY);
    ProxySelector before = ProxySelector.getDefault();
    ProxySelector.setDefault(recording);
    try (FakeServer server = FakeServer.answering("HTTP/1.1 204 No Content\r\n\r\n")) {
      JdkExchange.of().send(Ask.get(server.uri("/")), LIMIT);

      assertThat(recording.asked).isEmpty();
    } finally {
      ProxySelector.setDefault(before);
    }
  }

  @Test
  void usesTheProxyItIsGiven() throws Exception {
    try (FakeServer proxy = FakeServer.answering("HTTP/1.1 204 No Content\r\n\r\n")) {
      SocketAddress place =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.uri("/").getPort());
      RecordingSelector selector = new RecordingSelector(new Proxy(Proxy.Type.HTTP, place));
      Exchange proxied = JdkExchange.of(null, selector, System::nanoTime);

      Answer answer = proxied.send(Ask.get(URI.create("http://idp.invalid/token")), LIMIT);

      assertThat(answer.status()).isEqualTo(204);
      assertThat(proxy.takeRequest()).startsWith("GET http://idp.invalid/token HTTP/1.1\r\n");
    }
  }

  private static final class RecordingSelector extends ProxySelector {
    private final Proxy answer;
    private final List<URI> asked = new CopyOnWriteArrayList<>();

    private RecordingSelector(Proxy answer) {
      this.answer = answer;
    }

    @Override
    public List<Proxy> select(URI uri) {
      asked.add(uri);
      return List.of(answer);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
  }
}
