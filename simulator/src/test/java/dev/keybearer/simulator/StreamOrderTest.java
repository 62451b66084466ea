package dev.keybearer.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.simulator.stream.Judgement;
import dev.keybearer.simulator.stream.Published;
import dev.keybearer.simulator.stream.Received;
import dev.keybearer.simulator.stream.Traffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

class StreamOrderTest {
  private static final int THREADS = 8;
  private static final int EACH = 250;

  private final World world = World.open();
  private final SimulatedStream stream = world.stream("events");
  private String token = "";

  @BeforeEach
  void register() {
    world.issuer("corp").client("svc").secret("s3cret");
    token = world.issuer("corp").mint("svc");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void sendsWhatManyThreadsPublishOnceInTheOrderOfItsNumbers() throws Exception {
    stream.habits().latency(Duration.ofMillis(1), Duration.ofMillis(5));
    try (StreamUser one = user();
        StreamUser two = user()) {
      publishFromManyThreads();

      for (StreamUser user : List.of(one, two)) {
        Judgement judgement = stream.ledger().judge(user.received(THREADS * EACH));
        assertThat(judgement.isFlawless()).as(judgement.toString()).isTrue();
        assertThat(user.hearsNothing()).isTrue();
      }
      assertThat(stream.ledger().sentTo(1)).hasSize(THREADS * EACH);
    }
  }

  private void publishFromManyThreads() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        String name = "t" + thread;
        Callable<Void> publishing =
            () -> {
              gate.await();
              for (int i = 0; i < EACH; i++) {
                stream.publish("orders", "\"" + name + "-" + i + "\"");
              }
              return null;
            };
        all.add(threads.submit(publishing));
      }
      gate.countDown();
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void delaysMessagesWithinTheirRangeOnTheWorldsClock() throws Exception {
    world.clock().freeze();
    stream.habits().latency(Duration.ofMillis(100), Duration.ofMillis(200));
    try (StreamUser user = user()) {
      Published message = stream.publish("orders", "1");
      assertThat(message.within()).isEqualTo(Duration.ofMillis(200));
      world.clock().advance(Duration.ofMillis(99));
      assertThat(user.hearsNothing()).isTrue();
      world.clock().advance(Duration.ofMillis(101));
      assertThat(user.bodies(1)).containsExactly("1");
    }
  }

  @Test
  void dividesDelaysByTheScaleOfTheClock() throws Exception {
    world.clock().scale(1_000);
    stream.habits().withoutHeartbeat().latency(Duration.ofSeconds(10), Duration.ofSeconds(10));
    world.issuer("corp").habits().tokenLife(Duration.ofDays(1));
    token = world.issuer("corp").mint("svc");
    try (StreamUser user = user()) {
      long before = System.nanoTime();
      stream.publish("orders", "1");
      user.bodies(1);

      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isBetween(Duration.ofMillis(10), Duration.ofSeconds(5));
    }
  }

  @Test
  void givesOneConnectionLatencyOfItsOwn() throws Exception {
    world.clock().freeze();
    try (StreamUser slow = user();
        StreamUser fast = user()) {
      stream.connections().get(0).latency(Duration.ofSeconds(1), Duration.ofSeconds(1));
      stream.publish("orders", "1");

      assertThat(fast.bodies(1)).hasSize(1);
      assertThat(slow.hearsNothing()).isTrue();
      world.clock().advance(Duration.ofSeconds(1));
      assertThat(slow.bodies(1)).hasSize(1);
    }
  }

  @Test
  void letsSomeMessagesOvertakeOthers() throws Exception {
    stream.habits().latency(Duration.ofMillis(1), Duration.ofMillis(30)).reorder(0.2);
    try (StreamUser user = user()) {
      for (int i = 0; i < 200; i++) {
        stream.publish("orders", "" + i);
      }

      Judgement judgement = stream.ledger().judge(user.received(200));
      assertThat(judgement.outOfOrder().get("orders")).isBetween(5, 100);
      assertThat(judgement.lost()).isEmpty();
      assertThat(judgement.duplicated()).isZero();
    }
  }

  @Test
  void sendsShareOfMessagesTwice() throws Exception {
    stream.habits().duplicates(1);
    try (StreamUser user = user()) {
      stream.publish("orders", "1");
      assertThat(user.bodies(2)).containsExactly("1", "1");
    }
    assertThatThrownBy(() -> stream.habits().duplicates(1.1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> stream.habits().reorder(-0.1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> stream.habits().latency(Duration.ofMillis(2), Duration.ofMillis(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void publishesByItselfUntilItIsStopped() throws Exception {
    try (StreamUser user = StreamUser.withToken(stream, token).subscribe("orders", "parcels")) {
      Traffic traffic = stream.traffic(500, List.of("orders", "parcels"), 0.3);
      List<Received> received = user.received(100);
      traffic.stop();
      int sent = stream.ledger().count();
      received = new ArrayList<>(received);
      received.addAll(user.received(sent - 100));

      assertThat(traffic.count()).isEqualTo(sent);
      assertThat(user.hearsNothing()).isTrue();
      Judgement judgement = stream.ledger().judge(received);
      assertThat(judgement.isFlawless()).as(judgement.toString()).isTrue();
      assertThat(new HashSet<>(received)).hasSizeBetween(sent / 2, sent - 1);
      assertThat(stream.ledger().messages())
          .filteredOn(message -> message.topic().equals("orders"))
          .hasSizeBetween(sent / 2, sent / 2 + 1);
    }
  }

  @Test
  void standsStillWithTheClockAndFloodsNobodyWhenItJumps() throws Exception {
    world.clock().freeze();
    try (Traffic traffic = stream.traffic(10, List.of("orders"), 0)) {
      assertThat(stream.ledger().await(1, Duration.ofSeconds(10))).isTrue();
      assertThat(stream.ledger().await(2, Duration.ofMillis(100))).isFalse();
      world.clock().advance(Duration.ofMillis(200));
      assertThat(stream.ledger().await(3, Duration.ofSeconds(10))).isTrue();
      world.clock().advance(Duration.ofDays(365));
      assertThat(stream.ledger().await(1_000, Duration.ofSeconds(10))).isTrue();
      assertThat(stream.ledger().await(1_010, Duration.ofMillis(100))).isFalse();
      assertThat(traffic.count()).isLessThan(1_010);
    }
  }

  @Test
  void publishesNothingThatIsNotJson() {
    assertThatThrownBy(() -> stream.publish("orders", "{")).isInstanceOf(JacksonException.class);
    assertThatThrownBy(() -> stream.publish("orders", "1 2")).isInstanceOf(JacksonException.class);
    assertThatThrownBy(() -> stream.traffic(0, List.of("orders"), 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(stream.ledger().count()).isZero();
  }

  private StreamUser user() throws Exception {
    return StreamUser.withToken(stream, token).subscribe("orders");
  }
}
