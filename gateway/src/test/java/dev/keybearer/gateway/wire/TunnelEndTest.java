package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.exchange.Ending;
import dev.keybearer.gateway.exchange.Ending.How;
import dev.keybearer.gateway.exchange.TunnelTerms;
import dev.keybearer.gateway.revocation.Revocation;
import dev.keybearer.gateway.revocation.RevocationList;
import dev.keybearer.gateway.scene.Eventually;
import dev.keybearer.gateway.scene.FakeTime;
import dev.keybearer.gateway.scene.Frame;
import dev.keybearer.gateway.scene.GatewayScene;
import dev.keybearer.gateway.scene.Mint;
import dev.keybearer.gateway.scene.RawClient;
import dev.keybearer.gateway.scene.SocketClient;
import dev.keybearer.gateway.scene.Sockets;
import dev.keybearer.gateway.scene.Ways;
import dev.keybearer.token.verification.Target;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A tunnel lasts no longer than the token it was opened with, and no longer than it may. */
class TunnelEndTest {
  private static final TunnelTerms.Bounds BOUNDS =
      new TunnelTerms.Bounds(1_000, Duration.ofMinutes(5), Duration.ofMinutes(8));

  private static final TunnelTerms.Bounds PATIENT =
      new TunnelTerms.Bounds(1_000, Duration.ofDays(1), Duration.ofDays(1));

  /** The longest that an end may take to be noticed (K7). */
  private static final Duration ASKED_EVERY = Duration.ofSeconds(1);

  /** As tokens of the mint live. */
  private static final Duration LIFE = Duration.ofHours(1);

  private final FakeTime time = FakeTime.standing();
  private final RevocationList revoked = RevocationList.of(time);
  private final Mint mint = Mint.open(time.forOthers(), revoked);
  private final Sockets sockets = new Sockets();
  private final GatewayScene scene =
      GatewayScene.openOnOneLoop(time)
          .route(
              "/guarded",
              Ways.all(Ways.accepting(mint.accepting()), Ways.tunnelling(PATIENT)),
              "GET")
          .route("/open", Ways.tunnelling(BOUNDS), "GET");

  @BeforeEach
  void echo() {
    scene.upstream().always(sockets.echo());
  }

  @AfterEach
  void close() {
    scene.close();
    mint.close();
  }

  /** K7, Y2. */
  @Test
  void closesWithinSecondsWhenItsTokenIsRevokedAndSparesOthers() {
    String token = mint.tokenOf("alice", "shop", "orders:read");
    String other = mint.tokenOf("bob", "shop", "orders:read");
    try (SocketClient client = SocketClient.openWith(token, scene.port(), "/guarded");
        SocketClient spared = SocketClient.openWith(other, scene.port(), "/guarded")) {
      client.send("before").await(1);
      spared.send("before").await(1);
      revoke("alice");
      time.advance(ASKED_EVERY);

      assertThat(client.closed()).isEqualTo("4401 token revoked");
      assertThat(ending().how()).isEqualTo(How.REVOKED);
      spared.send("after").await(2);
      assertThat(spared.isClosed()).isFalse();
    }
    Eventually.holds("the upstream was told", () -> isToldToGo());
  }

  /** Y2: usable while now < exp. */
  @Test
  void closesWhenItsTokenEndsAndNotBefore() {
    try (SocketClient client = SocketClient.openWith(mint.token(), scene.port(), "/guarded")) {
      pass(LIFE.minusSeconds(1));
      assertThat(client.send("still here").await(1)).isEqualTo("still here");
      time.awaitTicks();

      time.advance(ASKED_EVERY);

      assertThat(client.closed()).isEqualTo("4401 token expired");
      assertThat(ending().how()).isEqualTo(How.EXPIRED);
    }
  }

  /** The frame that has begun goes on to its end; what follows it does not. */
  @Test
  void closesBetweenTwoFramesOfTheUpstream() {
    CountDownLatch rest = new CountDownLatch(1);
    byte[] frame = Frame.text("0123456789").octets();
    scene
        .upstream()
        .next(
            sockets.agreeing(
                (in, out) -> {
                  out.write(frame, 0, 5);
                  out.flush();
                  await(rest);
                  out.write(frame, 5, frame.length - 5);
                  Frame.text("too late").write(out);
                  Frame.read(in);
                }));
    try (SocketClient client = SocketClient.openWith(mint.token(), scene.port(), "/guarded")) {
      time.awaitTicks();
      revoke("alice");
      time.advance(ASKED_EVERY);
      time.awaitTicks();
      assertThat(client.isClosed()).isFalse();
      rest.countDown();

      assertThat(client.closed()).isEqualTo("4401 token revoked");
      assertThat(client.messages()).containsExactly("0123456789");
    }
  }

  /** A caller's frame is not waited for: nothing of it goes on. */
  @Test
  void waitsNoLongerThanASecondForTheRestOfAFrame() {
    scene
        .upstream()
        .next(
            sockets.agreeing(
                (in, out) -> {
                  out.write(Frame.text("0123456789").octets(), 0, 5);
                  out.flush();
                  in.readAllBytes(); // also what tells it to go
                }));
    try (SocketClient client = SocketClient.openWith(mint.token(), scene.port(), "/guarded")) {
      time.awaitTicks();
      revoke("alice");
      time.advance(ASKED_EVERY);
      time.awaitTicks();
      assertThat(scene.calls().all()).isEmpty();
      time.advance(Duration.ofSeconds(1));

      assertThat(ending().how()).isEqualTo(How.REVOKED);
      assertThat(client.closed()).isIn("-1", "1006");
    }
  }

  @Test
  void closesWhatNothingMovesIn() {
    try (SocketClient client = open()) {
      client.send("once").await(1);
      time.awaitTicks();
      time.advance(BOUNDS.idle().minusMillis(1));
      time.awaitTicks();
      assertThat(scene.calls().all()).isEmpty();
      time.advance(Duration.ofMillis(1));

      assertThat(client.closed()).isEqualTo("1001 idle for too long");
      assertThat(ending().how()).isEqualTo(How.IDLE);
    }
  }

  @Test
  void closesWhatIsOpenForTooLong() {
    try (SocketClient client = open()) {
      pass(Duration.ofMinutes(4));
      client.send("still here").await(1);
      pass(Duration.ofMinutes(4).minusMillis(1));
      assertThat(client.send("still here").await(2)).isEqualTo("still here");
      time.awaitTicks();
      time.advance(Duration.ofMillis(1));

      assertThat(client.closed()).isEqualTo("1001 open for too long");
      assertThat(ending().how()).isEqualTo(How.OVERDUE);
    }
  }

  /** Half-open peers: a caller that reads no more costs its place for a bounded time. */
  @Test
  void closesACallerThatTakesNothing() {
    AtomicLong written = new AtomicLong();
    scene
        .upstream()
        .next(
            sockets.agreeing(
                (in, out) -> {
                  byte[] frame = new Frame(Frame.BINARY, false, new byte[900]).octets();
                  while (true) {
                    out.write(frame);
                    written.incrementAndGet();
                  }
                }));
    try (RawClient client = RawClient.connect(scene.port())) {
      client.send(handshake("/open")).readHead();
      Eventually.holds("the upstream stalls", () -> stalls(written));
      time.advance(BOUNDS.idle());
      time.awaitTicks();
      time.advance(Duration.ofSeconds(1)); // for the rest of a frame that cannot come
      assertThat(ending().how()).isEqualTo(How.CALLER_SLOW);
      Eventually.holds("the upstream knows", () -> scene.upstream().openConnections() == 0);
      time.advance(Duration.ofSeconds(2));
      Eventually.holds("the caller is gone", () -> scene.wire().counts().clients() == 0);
    }
  }

  /** Y5, Y4: what is no frame goes no further. */
  @Test
  void closesACallerThatSendsNoFrame() {
    try (RawClient client = RawClient.connect(scene.port())) {
      client.send(handshake("/open")).readHead();
      client.send(Frame.text("good").asOfCaller().onTheWire() + Frame.text("unmasked").onTheWire());

      assertThat(client.readToEnd()).endsWith("\u0088\n\u0003\u00eano frame");
    }
    assertThat(ending().how()).isEqualTo(How.CALLER_BROKE);
    Eventually.holds("a frame at the upstream", () -> !sockets.frames().isEmpty());
    assertThat(sockets.frames())
        .extracting(Frame::text)
        .contains("good")
        .doesNotContain("unmasked");
  }

  @Test
  void takesMessagesOfTheMostOctetsAndNoLonger() {
    try (SocketClient client = open()) {
      client.send("x".repeat(1_000)).await(1);
      client.send("x".repeat(1_001));

      assertThat(client.closed()).isEqualTo("1009 too long");
    }
    assertThat(ending().how()).isEqualTo(How.CALLER_BROKE);
  }

  @Test
  void tellsACallerThatItsUpstreamSendsNoFrame() {
    scene
        .upstream()
        .next(
            sockets.agreeing(
                (in, out) -> {
                  Frame.text("masked").asOfCaller().write(out);
                  Frame.read(in);
                }));
    try (SocketClient client = open()) {
      assertThat(client.closed()).isEqualTo("1014 the upstream sent no frame");
    }
    assertThat(ending().how()).isEqualTo(How.UPSTREAM_BROKE);
  }

  /** F28. */
  @Test
  void tellsCallersToComeBackWhenTheGatewayStops() throws Exception {
    try (SocketClient client = open()) {
      client.send("here").await(1);
      FutureTask<Boolean> drained =
          new FutureTask<>(() -> scene.wire().drain(Duration.ofSeconds(20)));
      Thread.ofVirtual().start(drained);

      assertThat(client.closed()).isEqualTo("1001 the gateway is stopped");
      assertThat(drained.get()).isTrue();
    }
    assertThat(ending().how()).isEqualTo(How.STOPPED);
  }

  @Test
  void tellsCallersToComeBackWhenTheGatewayIsEndedAtOnce() {
    try (SocketClient client = open()) {
      client.send("here").await(1);
      scene.wire().close();

      assertThat(client.closed()).isEqualTo("1001 the gateway is stopped");
    }
    assertThat(ending().how()).isEqualTo(How.STOPPED);
  }

  /** Nothing is written for some ticks. */
  private boolean stalls(AtomicLong written) {
    long before = written.get();
    time.awaitTicks();
    return before > 0 && written.get() == before;
  }

  private void pass(Duration passes) {
    time.awaitTicks();
    time.advance(passes);
    time.awaitTicks();
  }

  private void revoke(String subject) {
    Target target = new Target.Subject(null, subject);
    revoked.put(
        new Revocation(target.key(), target.kind(), null, time.wall().plus(LIFE), time.wall()));
  }

  private boolean isToldToGo() {
    return sockets.frames().stream().anyMatch(frame -> frame.isClose() && frame.code() == 1001);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static String handshake(String target) {
    return "GET "
        + target
        + " HTTP/1.1\r\nHost: api\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
  }

  private SocketClient open() {
    return SocketClient.open(scene.port(), "/open");
  }

  private Ending ending() {
    Eventually.holds("the call has ended", () -> !scene.calls().all().isEmpty());
    return scene.calls().all().getFirst().ending();
  }
}
