package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.peer.Network;
import dev.keybearer.gateway.peer.TrustedProxies;
import dev.keybearer.gateway.scene.EncryptedScene;
import dev.keybearer.gateway.scene.RawClient;
import dev.keybearer.gateway.scene.RawStreams;
import dev.keybearer.gateway.scene.RawUpstream;
import dev.keybearer.gateway.scene.RawUpstream.Reply;
import dev.keybearer.gateway.scene.Ways;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Floods over HTTP/2 cost nothing that stays, and other callers are served meanwhile (G10). */
class FlatStreamsTest {
  private static final int WARM_UP = 10;
  private static final int CONNECTIONS = 100;
  private static final int ATTACKERS = 8;
  private static final int FRAMES = 600;

  private final Queue<String> leaks = new ConcurrentLinkedQueue<>();
  private final RawUpstream healthy = RawUpstream.open();
  private final EncryptedScene scene = EncryptedScene.open();
  private final SSLContext tls = scene.authority().context();

  @BeforeEach
  void open() {
    ResourceLeakDetector.setLevel(Level.PARANOID);
    ByteBufUtil.setLeakListener((type, records) -> leaks.add(type + ": " + records));
    scene.upstream().always(Reply.of(200, "x".repeat(50_000)));
    scene.gateway().route("/probe", Ways.to("127.0.0.1", healthy.port()), "GET");
    scene.gateway().route("/**", "GET", "POST");
    scene.gateway().limits(offeredAgain());
  }

  /** Who floods and is a trusted proxy gets in again at once, so that every flood comes through. */
  private static Wire.Limits offeredAgain() {
    Wire.Limits usual = Wire.Limits.STANDARD;
    return new Wire.Limits(
        usual.connections(),
        usual.perAddress(),
        TrustedProxies.of(List.of(Network.parse("127.0.0.0/8"))),
        usual.headSize(),
        usual.head(),
        usual.idle());
  }

  @AfterEach
  void close() {
    ByteBufUtil.setLeakListener(null);
    scene.close();
    healthy.close();
  }

  @Test
  void keepsNothingOfFloods() throws Exception {
    attack(WARM_UP);
    Usage before = Usage.settled(scene.gateway(), healthy);
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService prober = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> probes = prober.submit(() -> probe(over));

      attack(CONNECTIONS);

      over.set(true);
      assertThat(probes.get()).as("probes, all of which were answered").isPositive();
    }

    Usage.settled(scene.gateway(), healthy).assertNotGrownSince(before);
    attack(1); // lost ones are found then
    assertThat(leaks).isEmpty();
  }

  /** So many connections, each with one kind of flood. */
  private void attack(int connections) throws Exception {
    AtomicInteger number = new AtomicInteger();
    try (ExecutorService attackers = Executors.newFixedThreadPool(ATTACKERS)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        all.add(attackers.submit(() -> flood(number.getAndIncrement())));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
  }

  private void flood(int number) {
    HostileStreamsTest.Flood[] kinds = HostileStreamsTest.Flood.values();
    try (RawStreams streams = RawStreams.connect(scene.gateway().port(), tls)) {
      streams
          .head(1, false, RawStreams.request("POST", "/a"))
          .data(1, false, "x".repeat(10_000))
          .flush();
      for (int i = 0; i < FRAMES && !streams.isGone(); i++) {
        kinds[number % kinds.length].put(streams, i);
        if (i % 20 == 19) {
          streams.flush();
        }
      }
    }
  }

  private int probe(AtomicBoolean over) {
    int answered = 0;
    try (RawClient client = RawClient.connect(scene.gateway().port(), tls, "localhost")) {
      while (!over.get()) {
        client.send("GET /probe HTTP/1.1\r\nHost: api\r\n\r\n");
        assertThat(client.readAnswer()).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nok");
        answered++;
      }
    }
    return answered;
  }
}
