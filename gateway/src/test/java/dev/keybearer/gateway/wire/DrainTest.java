package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.gateway.exchange.Ending.How;
import dev.keybearer.gateway.scene.Eventually;
import dev.keybearer.gateway.scene.GatewayScene;
import dev.keybearer.gateway.scene.RawClient;
import dev.keybearer.gateway.scene.RawUpstream.Reply;
import dev.keybearer.token.TimeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ending, moving to another address, and too many callers, with calls under way. */
class DrainTest {
  private static final String GET = "GET /a HTTP/1.1\r\nHost: api\r\n\r\n";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final GatewayScene scene =
      GatewayScene.openOnOneLoop(TimeSource.system()).route("/**", "GET", "POST");
  private final CountDownLatch gate = new CountDownLatch(1);

  @AfterEach
  void close() {
    gate.countDown();
    scene.close();
  }

  @Test
  void letsCallsUnderWayEndWhole() throws InterruptedException, ExecutionException {
    scene.upstream().always(Reply.behind(gate, Reply.of(200, "whole")));
    try (RawClient client = RawClient.connect(scene.port()).send(GET)) {
      scene.upstream().await(1);
      FutureTask<Boolean> drained = drain();
      awaitRefusal();
      gate.countDown();

      assertThat(client.readToEnd())
          .startsWith("HTTP/1.1 200 ")
          .contains("onnection: close")
          .endsWith("whole");
      assertThat(drained.get()).isTrue();
    }
    assertThat(scene.calls().all())
        .extracting(each -> each.ending().how())
        .containsExactly(How.WHOLE);
  }

  @Test
  void letsBodiesUnderWayArriveWhole() throws InterruptedException, ExecutionException {
    try (RawClient client = RawClient.connect(scene.port())) {
      client.send("POST /a HTTP/1.1\r\nHost: api\r\nContent-Length: 10\r\n\r\nhello");
      Eventually.holds("it goes on", () -> scene.upstream().openConnections() == 1);
      FutureTask<Boolean> drained = drain();
      client.send("world");

      assertThat(client.readToEnd()).startsWith("HTTP/1.1 200 ").endsWith("ok");
      assertThat(drained.get()).isTrue();
    }
    assertThat(scene.upstream().seen().getFirst().body()).isEqualTo("helloworld");
  }

  @Test
  void servesARequestThatHasBegun() throws InterruptedException, ExecutionException {
    try (RawClient client = RawClient.connect(scene.port()).send(GET)) {
      client.readAnswer();
      client.send("GET /b HT");
      CountDownLatch seen = new CountDownLatch(1);
      scene
          .upstream()
          .atHead(
              (request, socket, out) -> {
                seen.countDown();
                return true;
              });
      try (RawClient other =
          RawClient.connect(scene.port()).send("GET /other HTTP/1.1\r\nHost: api\r\n\r\n")) {
        seen.await(); // what was sent before has come as well
        other.readAnswer();
      }
      Eventually.holds("one is left", () -> scene.wire().counts().clients() == 1);
      FutureTask<Boolean> drained = drain();
      client.send("TP/1.1\r\nHost: api\r\n\r\n");

      assertThat(client.readToEnd()).startsWith("HTTP/1.1 200 ").contains("onnection: close");
      assertThat(drained.get()).isTrue();
    }
  }

  @Test
  void servesNothingBehindTheCallUnderWay() throws InterruptedException, ExecutionException {
    scene.upstream().always(Reply.behind(gate, Reply.of(200, "whole")));
    try (RawClient client = RawClient.connect(scene.port()).send(GET + GET)) {
      scene.upstream().await(1);
      FutureTask<Boolean> drained = drain();
      gate.countDown();

      assertThat(client.readToEnd().split("HTTP/1.1 ", -1)).hasSize(2);
      assertThat(drained.get()).isTrue();
    }
    assertThat(scene.upstream().seen()).hasSize(1);
  }

  /** The call is over, and yet a part of its answer waits here until its caller takes it. */
  @Test
  void letsAnswersLeaveWhole() throws InterruptedException, ExecutionException {
    Untaken untaken = Untaken.measure(scene);
    try (RawClient client = untaken.ask("keep-alive")) {
      FutureTask<Boolean> drained = drain();

      String taken = client.readToEnd();
      assertThat(taken.chars().filter(octet -> octet == 'x').count())
          .isEqualTo((long) untaken.answers() * Untaken.LENGTH);
      assertThat(drained.get()).isTrue();
    }
  }

  @Test
  void closesConnectionsThatRest() throws InterruptedException {
    try (RawClient used = RawClient.connect(scene.port()).send(GET);
        RawClient unused = RawClient.connect(scene.port())) {
      used.readAnswer();
      Eventually.holds("both are there", () -> scene.wire().counts().clients() == 2);

      assertThat(scene.wire().drain(PATIENCE)).isTrue();

      assertThat(used.readToEnd()).isEmpty();
      assertThat(unused.readToEnd()).isEmpty();
    }
  }

  @Test
  void waitsNoLongerThanItsPatience() throws InterruptedException {
    scene.upstream().always(Reply.silence());
    try (RawClient client = RawClient.connect(scene.port()).send(GET)) {
      scene.upstream().await(1);
      assertThat(scene.wire().drain(Duration.ofMillis(50))).isFalse();
      assertThat(scene.calls().all()).isEmpty();

      scene.wire().close();

      assertThat(client.readToEnd()).isEmpty();
    }
    assertThat(scene.calls().all())
        .extracting(each -> each.ending().how())
        .containsExactly(How.STOPPED);
  }

  @Test
  void mayBeClosedTwice() {
    scene.get("/a");
    scene.wire().close();
    scene.wire().close();

    assertThat(scene.wire().counts().clients()).isZero();
    assertThat(scene.wire().counts().upstreams()).isZero();
    assertThat(scene.wire().counts().idle()).isZero();
  }

  @Test
  void listensElsewhereWhileCallsGoOn() throws IOException {
    scene.upstream().always(Reply.behind(gate, Reply.of(200, "whole")));
    try (RawClient client = RawClient.connect(scene.port()).send(GET)) {
      scene.upstream().await(1);
      int other = scene.wire().listen(loopback(0)).getPort();
      awaitRefusal();
      gate.countDown();

      assertThat(client.readAnswer()).endsWith("whole");
      client.send(GET);
      assertThat(client.readAnswer()).endsWith("whole");
      assertThat(
              RawClient.exchange(other, GET.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")))
          .endsWith("whole");
    }
  }

  @Test
  void staysWhereItIsWhenNobodyCanListenElsewhere() {
    assertThatThrownBy(() -> scene.wire().listen(loopback(scene.upstream().port())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot listen at");

    assertThat(scene.get("/a")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void turnsAwayWhoComesWhenAllPlacesAreTaken() {
    Wire.Limits usual = Wire.Limits.STANDARD;
    scene.limits(
        new Wire.Limits(2, 2, usual.proxies(), usual.headSize(), usual.head(), usual.idle()));
    try (RawClient first = RawClient.connect(scene.port());
        RawClient second = RawClient.connect(scene.port())) {
      Eventually.holds("both are there", () -> scene.wire().counts().clients() == 2);
      try (RawClient third = RawClient.connect(scene.port())) {
        assertThat(third.readToEnd()).isEmpty();
      }
      assertThat(scene.wire().counts().turnedAway()).isEqualTo(1);
      assertThat(first.send(GET).readAnswer()).startsWith("HTTP/1.1 200 ");
      assertThat(second.send(GET).readAnswer()).startsWith("HTTP/1.1 200 ");
    }
    Eventually.holds("there is place again", () -> scene.wire().counts().clients() == 0);
    assertThat(scene.get("/a")).startsWith("HTTP/1.1 200 ");
  }

  /** Begins to drain; the end of a connection that rests says that the loop knows. */
  private FutureTask<Boolean> drain() {
    long before = scene.wire().counts().clients();
    try (RawClient resting = RawClient.connect(scene.port())) {
      Eventually.holds("it rests", () -> scene.wire().counts().clients() == before + 1);
      FutureTask<Boolean> drained = new FutureTask<>(() -> scene.wire().drain(PATIENCE));
      Thread.ofVirtual().start(drained);
      assertThat(resting.readToEnd()).isEmpty();
      return drained;
    }
  }

  /** Nobody listens there any more. */
  private void awaitRefusal() {
    Eventually.holds("nobody listens", () -> isRefused(scene.port()));
  }

  private static boolean isRefused(int port) {
    try (RawClient _ = RawClient.connect(port)) {
      return false;
    } catch (UncheckedIOException refused) {
      return true;
    }
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
