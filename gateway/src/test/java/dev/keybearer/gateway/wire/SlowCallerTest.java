package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.exchange.Ending.How;
import dev.keybearer.gateway.exchange.WireFault;
import dev.keybearer.gateway.scene.Eventually;
import dev.keybearer.gateway.scene.FakeTime;
import dev.keybearer.gateway.scene.GatewayScene;
import dev.keybearer.gateway.scene.RawClient;
import dev.keybearer.gateway.scene.RawUpstream.Reply;
import dev.keybearer.gateway.scene.Ways;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** G10: slow callers cost a connection for a bounded time, and nobody else anything. */
class SlowCallerTest {
  private static final String GET = "GET /a HTTP/1.1\r\nHost: api\r\n\r\n";
  private static final Duration HEAD = Wire.Limits.STANDARD.head();
  private static final Duration IDLE = Wire.Limits.STANDARD.idle();

  private final FakeTime time = FakeTime.standing();
  private final GatewayScene scene = GatewayScene.openOnOneLoop(time).route("/**", "GET", "POST");

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void waitsForAHeadNoLongerThanItsLimit() {
    try (RawClient client = connect()) {
      client.send("GET /a HTTP/1.1\r\nHost: a");
      time.awaitTicks();
      time.advance(HEAD.minusMillis(1));
      client.send("p");
      time.awaitTicks();
      assertThat(scene.calls().malformed()).isEmpty();

      time.advance(Duration.ofMillis(1));

      assertThat(client.readToEnd()).startsWith("HTTP/1.1 408 ").contains("slow_head", "close");
    }
    assertThat(scene.calls().malformed()).containsExactly(WireFault.SLOW_HEAD);
  }

  @Test
  void takesAHeadThatComesInTime() {
    try (RawClient client = connect()) {
      client.send("GET /a HTTP/1.1\r\nHost: a");
      time.awaitTicks();
      time.advance(HEAD.minusMillis(1));
      time.awaitTicks();
      client.send("pi\r\n\r\n");

      assertThat(client.readAnswer()).startsWith("HTTP/1.1 200 ");
    }
  }

  /** The time for a head begins with its first octet, on a connection that is used as well. */
  @Test
  void measuresEveryHead() {
    try (RawClient client = connect()) {
      client.send(GET);
      client.readAnswer();
      time.advance(IDLE.minusSeconds(1));
      time.awaitTicks();
      client.send("G");
      time.awaitTicks();
      time.advance(HEAD.minusMillis(1));
      time.awaitTicks();
      assertThat(scene.calls().malformed()).isEmpty();

      time.advance(Duration.ofMillis(1));

      assertThat(client.readToEnd()).startsWith("HTTP/1.1 408 ");
    }
  }

  @Test
  void measuresAHeadThatBeganBehindAnotherRequest() {
    try (RawClient client = connect()) {
      client.send(GET + "GET /b HT");
      assertThat(client.readAnswer()).startsWith("HTTP/1.1 200 ");
      time.awaitTicks();

      time.advance(HEAD);

      assertThat(client.readToEnd()).startsWith("HTTP/1.1 408 ");
    }
  }

  @Test
  void measuresAHeadThatBeganBehindSeveralRequests() {
    try (RawClient client = connect()) {
      client.send(GET + GET + "GET /b HT");
      assertThat(client.readAnswer()).startsWith("HTTP/1.1 200 ");
      assertThat(client.readAnswer()).startsWith("HTTP/1.1 200 ");
      time.awaitTicks();

      time.advance(HEAD);

      assertThat(client.readToEnd()).startsWith("HTTP/1.1 408 ");
    }
  }

  /** Whoever still sends would lose the answer if its connection ended at once. */
  @Test
  void lingersBehindARefusalHoweverLongTheHeadTook() {
    try (RawClient client = connect()) {
      client.send("GET /a HT");
      time.awaitTicks();
      time.advance(HEAD.dividedBy(2));
      time.awaitTicks();
      client.send("TP/1.1\r\nHost api\r\n\r\n");
      assertThat(client.readAnswer()).startsWith("HTTP/1.1 400 ");
      time.awaitTicks();
      assertThat(scene.wire().counts().clients()).isEqualTo(1);

      time.advance(Duration.ofSeconds(2));

      Eventually.holds("it is closed", () -> scene.wire().counts().clients() == 0);
    }
  }

  @Test
  void closesAConnectionOnWhichNothingComes() {
    try (RawClient client = connect()) {
      time.awaitTicks();
      time.advance(IDLE.minusMillis(1));
      time.awaitTicks();
      assertThat(scene.wire().counts().clients()).isEqualTo(1);

      time.advance(Duration.ofMillis(1));

      assertThat(client.readToEnd()).isEmpty();
    }
    assertThat(scene.calls().malformed()).isEmpty();
  }

  @Test
  void closesAConnectionThatRestsBetweenTwoRequests() {
    try (RawClient client = connect()) {
      client.send(GET);
      client.readAnswer();
      time.awaitTicks();
      time.advance(IDLE.minusMillis(1));
      time.awaitTicks();
      client.send(GET);
      client.readAnswer();
      time.awaitTicks();

      time.advance(IDLE);

      assertThat(client.readToEnd()).isEmpty();
    }
    assertThat(scene.upstream().seen()).hasSize(2);
  }

  /** The call is over, and yet a part of its answer waits here. */
  @Test
  void closesAConnectionWhoseLastAnswerIsNotTaken() {
    Untaken untaken = Untaken.measure(scene);
    try (RawClient _ = untaken.ask("close")) {
      time.awaitTicks();
      assertThat(scene.wire().counts().clients()).as("a part waits").isEqualTo(1);

      time.advance(IDLE);

      Eventually.holds("it is closed", () -> scene.wire().counts().clients() == 0);
    }
  }

  /** The grace of a body is measured in ticks, which no test moves. */
  @Test
  void endsACallWhoseBodyDoesNotCome() {
    try (RawClient client = connect()) {
      client.send("POST /a HTTP/1.1\r\nHost: api\r\nContent-Length: 100000\r\n\r\nhello");

      assertThat(client.readToEnd()).isEmpty();
    }
    assertThat(how()).isEqualTo(How.CALLER_SLOW);
    assertThat(scene.upstream().seen()).isEmpty();
    Eventually.holds("the upstream knows", () -> scene.upstream().openConnections() == 0);
  }

  /** What came fast at first is no credit for hours. */
  @Test
  void endsACallWhoseBodyStopsAfterAFastStart() {
    try (RawClient client = connect()) {
      client.send("POST /a HTTP/1.1\r\nHost: api\r\nContent-Length: 2000000\r\n\r\n");
      client.send("x".repeat(1_999_999));

      Eventually.holds("it has ended", () -> isOver(IDLE));
      assertThat(client.readToEnd()).isEmpty();
    }
    assertThat(how()).isEqualTo(How.CALLER_SLOW);
    Eventually.holds("the upstream knows", () -> scene.upstream().openConnections() == 0);
  }

  private boolean isOver(Duration later) {
    time.advance(later);
    time.awaitTicks();
    return !scene.calls().all().isEmpty();
  }

  /** A pause within an answer is the upstream's, as long as its caller takes everything. */
  @Test
  void bearsAPauseThatIsLongerThanCallersMayRest() {
    RawParts parts = new RawParts();
    scene.route("/long", Ways.within(Ways.answeringWithin(IDLE.multipliedBy(2))), "GET");
    scene.upstream().next(parts);
    try (RawClient client = connect()) {
      client.send("GET /long HTTP/1.1\r\nHost: api\r\n\r\n");
      parts.give("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab");
      client.readHead();
      assertThat(client.read(2)).isEqualTo("ab");
      time.awaitTicks();
      time.advance(IDLE.plusSeconds(1));
      time.awaitTicks();

      parts.give("cd");

      assertThat(client.read(2)).isEqualTo("cd");
    }
    parts.end();
    assertThat(how()).isEqualTo(How.WHOLE);
  }

  @Test
  void holdsNothingAgainstACallerThatWaitsForTheUpstream() {
    scene.upstream().next(Reply.silence());
    try (RawClient client = connect()) {
      client.send("POST /a HTTP/1.1\r\nHost: api\r\nContent-Length: 5\r\n\r\nhello");
      scene.upstream().await(1);
      time.advance(Duration.ofSeconds(29));
      time.awaitTicks();
      assertThat(scene.calls().all()).isEmpty();
    }
  }

  @Test
  void readsNoMoreOfAnAnswerThanItsCallerTakes() {
    AtomicLong written = new AtomicLong();
    int length = 200 << 20;
    scene.upstream().next(long200(written, length));
    try (RawClient client = connect()) {
      client.send(GET);
      client.readHead();
      Eventually.holds("the upstream stalls", () -> stalls(written));
      assertThat(written.get()).isLessThan(length / 2);
      time.advance(IDLE.minusMillis(1));
      time.awaitTicks();
      assertThat(scene.calls().all()).isEmpty();

      time.advance(Duration.ofMillis(1));

      assertThat(how()).isEqualTo(How.CALLER_SLOW);
      assertThat(client.readToEnd().length()).isLessThan(length);
    }
    Eventually.holds("the upstream knows", () -> scene.upstream().openConnections() == 0);
  }

  /** Answers that nobody takes do not pile up, neither our own nor an upstream's. */
  @ParameterizedTest
  @ValueSource(strings = {"DELETE", "GET"})
  void asksNothingMoreOfACallerThatTakesNoAnswers(String method) {
    scene.upstream().always(Reply.of(200, "x".repeat(1_000)));
    String request = method + " /a HTTP/1.1\r\nHost: api\r\nX: " + "x".repeat(1_000) + "\r\n\r\n";
    String requests = request.repeat(100);
    try (RawClient client = connect()) {
      Thread.ofVirtual()
          .start(() -> client.sendInPieces(requests.repeat(1_000), requests.length()));
      Eventually.holds("no more are answered", this::standsStill);
      int answered = scene.calls().all().size();

      client.read(4 << 20);
      Eventually.holds("it goes on", () -> scene.calls().all().size() > answered);
    }
  }

  private boolean standsStill() {
    int before = scene.calls().all().size();
    LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
    return before > 0 && scene.calls().all().size() == before;
  }

  @Test
  void goesOnWhenACallerTakesMoreAgain() {
    AtomicLong written = new AtomicLong();
    int length = 30 << 20;
    scene.upstream().next(long200(written, length));
    try (RawClient client = connect()) {
      client.send(GET);
      client.readHead();
      for (int i = 0; i < 3; i++) {
        time.awaitTicks();
        time.advance(IDLE.minusSeconds(1));
        time.awaitTicks();
        client.read(length / 3);
      }
    }
    assertThat(how()).isEqualTo(How.WHOLE);
  }

  private static Reply long200(AtomicLong written, int length) {
    return (request, socket, out) -> {
      Reply.text("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n")
          .give(request, socket, out);
      byte[] part = new byte[1 << 16];
      for (int left = length; left > 0; left -= part.length) {
        out.write(part);
        written.addAndGet(part.length);
      }
      return true;
    };
  }

  /** Nothing is written for some ticks. */
  private boolean stalls(AtomicLong written) {
    long before = written.get();
    time.awaitTicks();
    return before > 0 && written.get() == before;
  }

  private RawClient connect() {
    RawClient client = RawClient.connect(scene.port());
    Eventually.holds("it is served", () -> scene.wire().counts().clients() == 1);
    return client;
  }

  private How how() {
    Eventually.holds("the call has ended", () -> !scene.calls().all().isEmpty());
    return scene.calls().all().getFirst().ending().how();
  }
}
