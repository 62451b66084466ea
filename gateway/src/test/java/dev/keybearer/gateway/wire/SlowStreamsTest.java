package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.exchange.Ending.How;
import dev.keybearer.gateway.scene.EncryptedScene;
import dev.keybearer.gateway.scene.Eventually;
import dev.keybearer.gateway.scene.FakeTime;
import dev.keybearer.gateway.scene.RawStreams;
import dev.keybearer.gateway.scene.RawStreams.Frame;
import dev.keybearer.gateway.scene.RawUpstream.Reply;
import dev.keybearer.gateway.wire.message.StreamCodec;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Callers over HTTP/2 that are slow, idle or gone, and a gateway that goes itself (G10). */
class SlowStreamsTest {
  private static final Duration IDLE = Wire.Limits.STANDARD.idle();
  private static final String NO_WINDOW = "4=0";

  private final FakeTime time = FakeTime.standing();
  private final EncryptedScene scene = EncryptedScene.open(time);

  SlowStreamsTest() {
    scene.gateway().route("/**", "GET", "POST");
  }

  @AfterEach
  void close() {
    scene.close();
  }

  /** What a caller does not take is not read from the upstream, and others are not held up. */
  @Test
  void readsAnAnswerNoFasterThanItIsTaken() {
    AtomicLong written = new AtomicLong();
    scene
        .upstream()
        .next(
            (request, socket, out) -> {
              Reply.text("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n")
                  .give(request, socket, out);
              byte[] part = new byte[10_000];
              for (int i = 0; i < 10_000; i++) {
                out.write(part);
                written.addAndGet(part.length);
              }
              return false;
            });
    try (RawStreams streams = scene.connect(NO_WINDOW)) {
      streams.get(1, "/large").flush();
      assertThat(frame(streams, 1, RawStreams.HEADERS).isOk()).isTrue();
      streams.get(3, "/small").window(3, 10).flush();

      assertThat(frame(streams, 3, RawStreams.DATA).text()).isEqualTo("ok");
      time.awaitTicks();
      assertThat(written.get()).isLessThan(20_000_000); // the sockets' own buffers

      time.advance(IDLE);

      assertThat(frame(streams, 1, RawStreams.RESET).code()).isNotEqualTo(RawStreams.NO_ERROR);
    }
    assertThat(scene.gateway().calls().all().getLast().ending().how()).isEqualTo(How.CALLER_SLOW);
  }

  /** A refusal that nobody takes is not kept for ever either. */
  @Test
  void resetsAStreamWhoseAnswerIsNotTaken() {
    try (RawStreams streams = scene.connect(NO_WINDOW)) {
      streams.head(1, true, RawStreams.request("PUT", "/a")).flush();
      assertThat(frame(streams, 1, RawStreams.HEADERS).isLast()).isFalse();
      time.awaitTicks();
      time.advance(IDLE);

      assertThat(frame(streams, 1, RawStreams.RESET).code()).isEqualTo(RawStreams.CANCEL);
    }
  }

  /** A body that its upstream does not take holds up that stream alone. */
  @Test
  void takesABodyNoFasterThanItsUpstream() {
    CountDownLatch gate = new CountDownLatch(1);
    scene
        .upstream()
        .atHead(
            (request, socket, out) -> {
              if (request.target().equals("/stuck")) {
                try {
                  gate.await();
                } catch (InterruptedException e) {
                  return false;
                }
              }
              return true;
            });
    String part = "x".repeat(16_000);
    try (RawStreams streams = scene.connect()) {
      streams.head(1, false, RawStreams.request("POST", "/stuck"));
      for (int i = 0; i < 4; i++) {
        streams.data(1, false, part);
      }
      streams.flush();
      Eventually.holds("it has begun", () -> scene.upstream().connections() == 1);
      streams.head(3, false, RawStreams.request("POST", "/quick")).data(3, true, part).flush();

      assertThat(frame(streams, 3, RawStreams.HEADERS).isOk()).isTrue();

      gate.countDown();
      streams.data(1, true, "").flush();
      assertThat(frame(streams, 1, RawStreams.HEADERS).isOk()).isTrue();
    }
    assertThat(scene.upstream().seen().getLast().body()).hasSize(64_000);
  }

  /** However many pieces its answer came in, a caller takes it back once. */
  @Test
  void takesNoDownloadThatIsTakenBackForAFlood() {
    String pieces = "1\r\nx\r\n".repeat(2 * StreamCodec.MOST_RESETS);
    scene
        .upstream()
        .next(
            Reply.text(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + pieces + "0\r\n\r\n"));
    try (RawStreams streams = scene.connect(NO_WINDOW)) {
      streams.get(1, "/a").flush();
      assertThat(frame(streams, 1, RawStreams.HEADERS).isOk()).isTrue();
      Eventually.holds("all of it waits", () -> scene.gateway().wire().counts().idle() == 1);

      streams.reset(1).get(3, "/b").flush();

      assertThat(frame(streams, 3, RawStreams.HEADERS).isOk()).isTrue();
    }
    assertThat(scene.gateway().calls().malformed()).isEmpty();
    scene.connect().close();
  }

  @Test
  void endsACallWhoseCallerResetsItsStream() {
    CountDownLatch gate = new CountDownLatch(1);
    scene.upstream().next(Reply.behind(gate, Reply.of(200, "late")));
    try (RawStreams streams = scene.connect()) {
      streams.get(1, "/a").flush();
      scene.upstream().await(1);

      streams.reset(1).flush();

      Eventually.holds("it has ended", () -> scene.gateway().calls().all().size() == 1);
      gate.countDown();
      assertThat(frame(streams.get(3, "/b").flush(), 3, RawStreams.HEADERS).isOk()).isTrue();
    }
    assertThat(scene.gateway().calls().all().getFirst().ending().how()).isEqualTo(How.CALLER_LEFT);
  }

  @Test
  void endsCallsWhoseCallerIsGoneWithUnreadBodies() {
    scene.upstream().atHead((request, socket, out) -> Reply.silence().give(request, socket, out));
    try (RawStreams streams = scene.connect()) {
      for (int stream = 1; stream <= 5; stream += 2) {
        streams
            .head(stream, false, RawStreams.request("POST", "/a"))
            .data(stream, false, "x".repeat(16_000));
      }
      streams.flush();
      Eventually.holds("they have begun", () -> scene.upstream().connections() == 3);
    }
    Eventually.holds("they have ended", () -> scene.gateway().calls().all().size() == 3);
    assertThat(scene.gateway().calls().all())
        .allMatch(each -> each.ending().how() == How.CALLER_LEFT);
    Eventually.holds("nothing is left", () -> scene.gateway().wire().counts().upstreams() == 0);
  }

  @Test
  void closesAnIdleConnectionAndSaysWhatWasServed() {
    try (RawStreams streams = scene.connect()) {
      assertThat(frame(streams.get(1, "/a").flush(), 1, RawStreams.DATA).isLast()).isTrue();
      time.awaitTicks();
      time.advance(IDLE.minusMillis(1));
      time.awaitTicks();
      assertThat(frame(streams.get(3, "/a").flush(), 3, RawStreams.DATA).isLast()).isTrue();
      time.awaitTicks();
      time.advance(IDLE);

      Frame last = Objects.requireNonNull(streams.awaitGoAway());
      assertThat(last.code()).isEqualTo(RawStreams.NO_ERROR);
      assertThat(last.lastStream()).isEqualTo(3);
    }
  }

  @Test
  void closesAConnectionThatNeverSpeaks() {
    try (RawStreams streams = scene.connect()) {
      Eventually.holds("it has come", () -> scene.gateway().wire().counts().clients() == 1);
      time.awaitTicks();
      time.advance(IDLE);
      time.awaitTicks();

      assertThat(streams.awaitGoAway()).isNotNull();
    }
  }

  /** Calls under way end, and what is sent before the caller knows is served too. */
  @Test
  void saysGoodbyeWhenItDrains() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    scene.upstream().next(Reply.behind(gate, Reply.of(200, "late")));
    try (RawStreams streams = scene.connect()) {
      streams.get(1, "/a").flush();
      scene.upstream().await(1);
      Thread drain =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      assertThat(scene.gateway().wire().drain(Duration.ofSeconds(20))).isTrue();
                    } catch (InterruptedException e) {
                      throw new AssertionError(e);
                    }
                  });
      assertThat(frame(streams, 0, RawStreams.GOAWAY).lastStream()).isEqualTo(Integer.MAX_VALUE);
      assertThat(frame(streams.get(3, "/b").flush(), 3, RawStreams.HEADERS).isOk()).isTrue();

      gate.countDown();

      assertThat(frame(streams, 1, RawStreams.DATA).text()).isEqualTo("late");
      Frame last = Objects.requireNonNull(streams.awaitGoAway());
      assertThat(last.lastStream()).isEqualTo(3);
      drain.join();
    }
  }

  private static Frame frame(RawStreams streams, int stream, int type) {
    return streams.await(stream, type);
  }
}
