package dev.keybearer.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.cli.config.Config;
import dev.keybearer.cli.wiring.Daemon;
import dev.keybearer.gateway.health.StreamState;
import dev.keybearer.simulator.SimulatedStream;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a daemon does for its sinks, and tells of them. */
@Timeout(120)
class SinksServedTest {
  private static final String PATH = "/hook-of-ours-and-nobody-else";

  @TempDir private Path folder;
  private ServeScene scene;
  private SimulatedStream stream;

  @BeforeEach
  void open() {
    scene = new ServeScene(folder);
    stream = scene.world.stream("events");
  }

  @AfterEach
  void close() {
    scene.close();
  }

  /** Neither the path of a hook, which may be a secret, nor anything of a message is told. */
  @Test
  void writesDownWhichSinkFailsAndAtWhat() throws Exception {
    try (Receiver hook = Receiver.open().answering(401);
        Receiver told = Receiver.open()) {
      scene.secret("hook.secret", Receiver.SECRET);
      String signals = told.signal("secret: \"file:./hook.secret\"", "[stream.receiver_failed]");
      scene.write(
          scene.config() + "streams:\n" + posting("feed", "orders", hook, "hook.secret") + signals);
      try (Daemon daemon = daemon()) {
        awaitLive(daemon);
        stream.publish("orders", "{\"name\":\"of-a-customer\"}");
        String signal = told.await("stream.receiver_failed");
        Eventually.holds("the words are written down", this::saysWhatTheHookAnswered);

        assertThat(signal).contains("\"kind\":\"ReceiverFailure\"").doesNotContain("answered");
        assertThat(scene.entries())
            .allSatisfy(entry -> assertThat(entry).doesNotContain("of-a-customer", PATH));
        hook.answering(204);
      }
    }
  }

  @Test
  void signsWhatEachStreamPostsToOneAddressWithItsOwnSecret() throws Exception {
    try (Receiver hook = Receiver.open()) {
      scene.secret("first.secret", Receiver.SECRET).secret("second.secret", Receiver.NEXT);
      scene.write(
          scene.config()
              + "streams:\n"
              + posting("first", "orders", hook, "first.secret")
              + posting("second", "parcels", hook, "second.secret"));
      try (Daemon daemon = daemon()) {
        awaitLive(daemon);
        post(hook, "orders", 1);
        hook.expecting(Receiver.NEXT);
        post(hook, "parcels", 2);
      }
      assertThat(hook.forged).isEmpty();
    }
  }

  @Test
  void signsWithTheSecretThatAReloadNames() throws Exception {
    try (Receiver hook = Receiver.open()) {
      scene.secret("first.secret", Receiver.SECRET).secret("second.secret", Receiver.NEXT);
      scene.write(scene.config() + "streams:\n" + posting("feed", "orders", hook, "first.secret"));
      try (Daemon daemon = daemon()) {
        awaitLive(daemon);
        post(hook, "orders", 1);
        scene.write(
            scene.config() + "streams:\n" + posting("feed", "orders", hook, "second.secret"));
        daemon.reload();
        hook.expecting(Receiver.NEXT);
        post(hook, "orders", 2);
      }
      assertThat(hook.forged).isEmpty();
    }
  }

  private void post(Receiver hook, String topic, int number) {
    stream.publish(topic, "{\"n\":" + number + "}");
    Eventually.holds("post " + number, () -> hook.bodies.size() + hook.forged.size() == number);
  }

  private boolean saysWhatTheHookAnswered() {
    return scene.entries().stream()
        .filter(entry -> entry.contains("\"STREAM_RECEIVER_FAILED\""))
        .anyMatch(entry -> entry.contains("\"message\":\"127.0.0.1 answered 401\""));
  }

  private static void awaitLive(Daemon daemon) {
    Eventually.holds(
        "live streams", () -> daemon.streams().stream().allMatch(StreamState::healthy));
  }

  private Daemon daemon() {
    return Daemon.open(scene.file, Config.load(scene.file), said -> {});
  }

  /** A stream of a config that posts what it delivers. */
  private String posting(String name, String topic, Receiver hook, String secret) {
    return """
      %s:
        kind: websocket
        url: "%s"
        credential: orders
        topics: %s
        scopes: {}
        sinks: [{ webhook: "http://127.0.0.1:%d%s", secret: "file:./%s", allow: { networks: [127.0.0.0/8], ports: [%d] } }]
    """
        .formatted(name, stream.uri(), topic, hook.port(), PATH, secret, hook.port());
  }
}
