package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.exchange.Peer;
import dev.keybearer.gateway.scene.GatewayScene;
import dev.keybearer.gateway.scene.RawClient;
import dev.keybearer.gateway.scene.RawUpstream;
import dev.keybearer.gateway.scene.RawUpstream.Reply;
import dev.keybearer.gateway.scene.Ways;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls that go wrong cost nothing that stays, and nobody else anything (G10, G11). */
class FlatResourcesTest {
  /** As many failures in a row as a route bears before its upstream is left alone. */
  private static final int CALLS_OF_ROUTE = 5;

  private static final int ROUTES_OF_KIND = 25;
  private static final int WARM_UP = 5;
  private static final int CALLERS = 16;
  private static final Peer.Limits HASTY =
      new Peer.Limits(
          64,
          Duration.ofSeconds(2),
          Duration.ofMillis(200),
          Duration.ofSeconds(30),
          Duration.ofMinutes(5));

  private final Queue<String> leaks = new ConcurrentLinkedQueue<>();
  private final RawUpstream healthy = RawUpstream.open();
  private final GatewayScene scene = GatewayScene.open();

  @BeforeEach
  void open() {
    ResourceLeakDetector.setLevel(Level.PARANOID);
    ByteBufUtil.setLeakListener((type, records) -> leaks.add(type + ": " + records));
    scene.upstream().always(FlatResourcesTest::misbehave);
    scene.route("/probe", Ways.to("127.0.0.1", healthy.port()), "GET");
    for (Mischief mischief : Mischief.values()) {
      for (int i = 0; i <= WARM_UP + ROUTES_OF_KIND; i++) {
        scene.route(
            path(mischief, i),
            Ways.all(Ways.within(HASTY), Ways.bodies(5_000, 5_000)),
            "GET",
            "POST");
      }
    }
  }

  @AfterEach
  void close() {
    ByteBufUtil.setLeakListener(null);
    scene.close();
    healthy.close();
  }

  @Test
  void keepsNothingOfTwoThousandCallsThatWentWrong()
      throws InterruptedException, ExecutionException {
    misbehave(0, WARM_UP);
    Usage before = Usage.settled(scene, healthy);

    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService prober = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> probes = prober.submit(() -> probe(over));
      misbehave(WARM_UP, WARM_UP + ROUTES_OF_KIND);
      over.set(true);
      assertThat(probes.get()).as("probes, all of which were answered").isGreaterThan(100);
    }

    Usage.settled(scene, healthy).assertNotGrownSince(before);
    misbehave(WARM_UP + ROUTES_OF_KIND, WARM_UP + ROUTES_OF_KIND + 1); // lost ones are found then
    assertThat(leaks).isEmpty();
  }

  /** Some routes of every kind, each as often as it bears. */
  private void misbehave(int from, int to) throws InterruptedException, ExecutionException {
    List<Runnable> calls = new ArrayList<>();
    for (Mischief mischief : Mischief.values()) {
      for (int i = from; i < to; i++) {
        String target = path(mischief, i);
        for (int call = 0; call < CALLS_OF_ROUTE; call++) {
          calls.add(() -> mischief.call(scene.port(), target));
        }
      }
    }
    Collections.shuffle(calls, new Random(1));
    try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
      List<Future<?>> all = new ArrayList<>();
      calls.forEach(call -> all.add(callers.submit(call)));
      for (Future<?> each : all) {
        each.get();
      }
    }
  }

  private static boolean misbehave(RawUpstream.Seen request, Socket socket, OutputStream out)
      throws IOException {
    String word = request.target().substring(1, request.target().lastIndexOf('-'));
    Reply reply = Mischief.valueOf(word.toUpperCase(Locale.ROOT)).reply();
    return reply.give(request, socket, out);
  }

  private static String path(Mischief mischief, int number) {
    return "/" + mischief.word() + "-" + number;
  }

  /** Asks on one connection until it is over, and counts; an answer that is missing is thrown. */
  private int probe(AtomicBoolean over) {
    int answered = 0;
    try (RawClient client = RawClient.connect(scene.port())) {
      while (!over.get()) {
        client.send("GET /probe HTTP/1.1\r\nHost: api\r\n\r\n");
        assertThat(client.readAnswer()).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nok");
        answered++;
      }
    }
    return answered;
  }
}
