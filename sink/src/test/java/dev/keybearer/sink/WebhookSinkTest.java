package dev.keybearer.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.keybearer.gateway.peer.Network;
import dev.keybearer.gateway.signal.Endpoint;
import dev.keybearer.gateway.signal.EventFilter;
import dev.keybearer.gateway.signal.HookSecret;
import dev.keybearer.gateway.signal.Reach;
import dev.keybearer.stream.ReceiverFailure;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.secret.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Posts to a real receiver, which takes what the reference library verifies. */
@Timeout(60)
class WebhookSinkTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=";
  private static final int NO_ANSWER = 0;

  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final List<String> ids = new CopyOnWriteArrayList<>();
  private volatile int status = 204;
  private HttpServer server;
  private WebhookSink sink;

  @BeforeEach
  void open() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::receive);
    server.start();
    sink = WebhookSink.to(endpoint(Network.parse("127.0.0.0/8")), 2, TimeSource.system());
  }

  @AfterEach
  void close() {
    sink.close();
    server.stop(0);
  }

  /** W1: signed as the reference library has it. */
  @Test
  void postsWhatTheReferenceVerifies() throws Exception {
    sink.receive(List.of(Deliveries.message(1), Deliveries.gap()));

    assertThat(sink.batch()).isEqualTo(2);
    assertThat(bodies)
        .containsExactly(
            "{\"type\":\"stream.deliveries\",\"timestamp\":\"2026-03-01T12:00:00Z\","
                + "\"data\":{\"deliveries\":["
                + DeliveryLine.of(Deliveries.message(1))
                + ","
                + DeliveryLine.of(Deliveries.gap())
                + "]}}");
  }

  @Test
  void failsAtEveryAnswerButAYesAndKeepsTheId() throws Exception {
    for (int no : new int[] {301, 400, 404, 410, 500, 503}) {
      status = no;
      assertThatThrownBy(() -> sink.receive(List.of(Deliveries.message(1))))
          .isInstanceOf(ReceiverFailure.class)
          .hasMessage("hook answered " + no);
    }
    status = 200;
    sink.receive(List.of(Deliveries.message(1).again()));

    assertThat(ids).hasSize(7);
    assertThat(Set.copyOf(ids)).hasSize(1);
  }

  @Test
  void leavesAloneWhoAsksForPatience() {
    status = 429;
    assertThatThrownBy(() -> sink.receive(List.of(Deliveries.message(1))))
        .hasMessage("hook answered 429");
    status = 204;

    assertThatThrownBy(() -> sink.receive(List.of(Deliveries.message(1))))
        .isInstanceOf(ReceiverFailure.class)
        .hasMessage("hook asked for patience");
    assertThat(ids).hasSize(1);
  }

  /** Neither the path, which may be a secret, nor what was to be posted is told. */
  @Test
  void saysWhoDidNotAnswerAndNothingElse() {
    status = NO_ANSWER;

    assertThatThrownBy(() -> sink.receive(List.of(Deliveries.message(1))))
        .isInstanceOf(ReceiverFailure.class)
        .hasMessageStartingWith("hook: ")
        .hasMessageNotContainingAny("/hook", "m-1", SECRET)
        .hasCauseInstanceOf(IOException.class);
  }

  /** X1: no post goes to where only this machine can. */
  @Test
  void postsToNoAddressThatIsNotAllowed() throws Exception {
    try (WebhookSink other =
        WebhookSink.to(
            new Endpoint(
                "inner",
                URI.create("https://localhost:8443/"),
                List.of(HookSecret.parse(Secret.of(SECRET))),
                List.of(EventFilter.parse("*")),
                Reach.STANDARD,
                SSLContext.getDefault()),
            1,
            TimeSource.system())) {
      assertThatThrownBy(() -> other.receive(List.of(Deliveries.message(1))))
          .isInstanceOf(ReceiverFailure.class)
          .hasMessageStartingWith("inner: it is at ")
          .hasMessageContaining("not a public address");
    }
  }

  @Test
  void namesTwoMessagesThatSayTheSameDifferently() {
    var first = Deliveries.message("eu", null, "1", "\"same\"");
    var second = Deliveries.message("eu", null, "2", "\"same\"");
    var third = Deliveries.message("us", null, "1", "\"same\"");

    assertThat(
            Set.of(
                WebhookSink.id(List.of(first)),
                WebhookSink.id(List.of(second)),
                WebhookSink.id(List.of(third)),
                WebhookSink.id(List.of(first, second))))
        .hasSize(4)
        .allMatch(id -> id.matches("msg_[A-Za-z0-9_-]{32}"));
  }

  private Endpoint endpoint(Network allowed) throws Exception {
    int port = server.getAddress().getPort();
    return new Endpoint(
        "hook",
        URI.create("http://127.0.0.1:" + port + "/hook"),
        List.of(HookSecret.parse(Secret.of(SECRET))),
        List.of(EventFilter.parse("*")),
        new Reach(Set.of(port), List.of(allowed)),
        SSLContext.getDefault());
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Map<String, List<String>> fields = new HashMap<>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> fields.put(name.toLowerCase(Locale.ROOT), values));
      new Webhook(SECRET).verify(body, fields);
      bodies.add(body);
      ids.add(exchange.getRequestHeaders().getFirst("webhook-id"));
      if (status == 429) {
        exchange.getResponseHeaders().set("Retry-After", "60");
      }
      if (status != NO_ANSWER) { // else its connection is closed
        exchange.sendResponseHeaders(status, -1);
      }
    } catch (WebhookVerificationException e) {
      exchange.sendResponseHeaders(401, -1);
    }
  }
}
