package dev.keybearer.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.cli.config.StreamConfig.AfterExpiry;
import dev.keybearer.cli.config.StreamOrigin.Genesys;
import dev.keybearer.cli.config.StreamOrigin.TokenIn;
import dev.keybearer.cli.config.StreamOrigin.WebSocket;
import dev.keybearer.cli.config.source.ConfigFailure;
import dev.keybearer.cli.config.source.Paint;
import dev.keybearer.cli.config.source.Source;
import dev.keybearer.gateway.peer.Network;
import dev.keybearer.genesys.channel.Notifications;
import dev.keybearer.stream.Profile;
import dev.keybearer.stream.Topic;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Streams of good configs become the records they describe. */
class StreamSampleTest {
  private static final Path FOLDER = Path.of("src/test/resources/samples").toAbsolutePath();

  @Test
  void readsTheStreamOfTheDocumentation() {
    StreamConfig stream = stream("product.yaml", "interactions");

    assertThat(stream.origin())
        .isEqualTo(
            new WebSocket(
                URI.create("wss://streams.example.com/interactions"),
                TokenIn.HEADER,
                Profile.CAUTIOUS));
    assertThat(stream.credential().name()).isEqualTo("analytics");
    assertThat(stream.topics()).containsExactly(Topic.event("interactions"));
    assertThat(stream.redundancy()).isEqualTo(2);
    assertThat(stream.buffer()).isEqualTo(new BufferConfig(10_000, null, null));
    assertThat(stream.positions())
        .isEqualTo(new StreamConfig.Positions(null, AfterExpiry.EARLIEST));
    assertThat(stream.scopes()).isNull();
    assertThat(stream.verify()).isNull();
    assertThat(stream.sinks()).isEmpty();
  }

  @Test
  void readsEverythingOfAStream() {
    StreamConfig stream = stream("complete.yaml", "interactions");

    assertThat(stream.origin())
        .isEqualTo(
            new WebSocket(
                URI.create("wss://streams.example.com/interactions?tenant=1"),
                TokenIn.FIRST_MESSAGE,
                new Profile(
                    Profile.Renewing.IN_BAND,
                    true,
                    Profile.FanOut.BROADCAST,
                    true,
                    50,
                    Duration.ofHours(24),
                    Duration.ofSeconds(15),
                    Duration.ofMillis(500),
                    false)));
    assertThat(stream.topics())
        .containsExactly(Topic.event("interactions"), Topic.state("routing.queues"));
    assertThat(stream.buffer())
        .isEqualTo(new BufferConfig(500, BufferConfig.WhenFull.SPILL, FOLDER.resolve("spilled")));
    assertThat(stream.positions())
        .isEqualTo(new StreamConfig.Positions(FOLDER.resolve("positions"), AfterExpiry.FAIL));
    assertThat(stream.scopes()).isEqualTo(Map.of("interactions*", List.of("interactions:read")));
    assertThat(Objects.requireNonNull(stream.verify()).issuer().name()).isEqualTo("corp");
  }

  @Test
  void readsNotificationsOfGenesysCloud() {
    StreamConfig named = stream("product.yaml", "presence");
    StreamConfig placed = stream("complete.yaml", "agents");

    assertThat(named.origin()).isEqualTo(new Genesys(URI.create("https://api.mypurecloud.com")));
    assertThat(placed.origin()).isEqualTo(new Genesys(URI.create("http://127.0.0.1:7071")));
    assertThat(placed.origin().profile()).isEqualTo(Notifications.PROFILE);
    assertThat(placed.topics())
        .containsExactly(
            Topic.event("v2.users.1.presence"),
            Topic.state("v2.analytics.queues.2.observations"),
            Topic.event("v2.analytics.queues.3.observations"),
            Topic.state("v2.users.1.routingStatus"));
  }

  /** P13: ten channels of a thousand topics each; with a second connection for each, five. */
  @Test
  void takesAsManyTopicsAsHalfOfTheChannelsHold() {
    StreamOrigin origin = stream("complete.yaml", "agents").origin();

    assertThat(origin.topicsAtMost(1)).isEqualTo(10_000);
    assertThat(origin.topicsAtMost(2)).isEqualTo(5_000);
    assertThat(problems(10_000, 1)).isEmpty();
    assertThat(problems(10_001, 1)).contains("more than the 10000 that one client can have");
    assertThat(problems(5_001, 2)).contains("more than the 5000 that one client can have");
  }

  private static String problems(int topics, int redundancy) {
    String names =
        IntStream.range(0, topics)
            .mapToObj(n -> "v2.users." + n + ".presence")
            .collect(Collectors.joining(", "));
    String text =
        """
        issuers:
          cloud: { kind: oauth2, token-endpoint: "https://login.mypurecloud.de/oauth/token" }
        credentials:
          ours: { issuer: cloud, grant: client-credentials, client-id: a, client-secret: env:A }
        streams:
          all:
            kind: genesys-notifications
            region: mypurecloud.de
            credential: ours
            redundancy: %d
            topics: [%s]
        """
            .formatted(redundancy, names);
    try {
      Config config = Config.read(Source.of("keybearer.yaml", text));
      assertThat(Objects.requireNonNull(config.streams().get("all")).origin())
          .isEqualTo(new Genesys(URI.create("https://api.mypurecloud.de")));
      return "";
    } catch (ConfigFailure e) {
      return e.report().render(Paint.PLAIN);
    }
  }

  @Test
  void readsSinksOfEachKind() {
    assertThat(stream("complete.yaml", "interactions").sinks())
        .containsExactly(
            new SinkConfig.File(FOLDER.resolve("interactions.jsonl"), 50L << 20, 3),
            new SinkConfig.Webhook(
                URI.create("https://hooks.example.com/in?key=1"),
                new SecretReference.Environment("HOOK_SECRET"),
                new SecretReference.File(FOLDER.resolve("hook.next")),
                50,
                new AllowConfig(List.of(Network.parse("10.1.0.0/16")), List.of(9_443)),
                FOLDER.resolve("corporate-ca.pem")),
            new KafkaConfig(
                List.of("kafka-1.example.com:9092", "kafka-2.example.com:9092"),
                "interactions",
                Map.of("security.protocol", "SASL_SSL", "client.id", "keybearer-1"),
                Map.of("sasl.jaas.config", new SecretReference.Environment("JAAS")),
                Duration.ofSeconds(10)));
  }

  @Test
  void takesNeverForADuration() {
    assertThat(stream("complete.yaml", "presence").origin().profile())
        .isEqualTo(Profile.CAUTIOUS.withHeartbeat(Duration.ZERO));
  }

  /** H1: an address may be all that it takes to listen, or to write. */
  @Test
  void showsNoAddress() {
    StreamConfig stream = stream("complete.yaml", "interactions");

    assertThat(stream.toString())
        .doesNotContain("tenant", "key=1", "HOOK")
        .contains("hooks.example.com");
  }

  @Test
  void isTheSameStreamWithOtherTopicsSinksAndCredential() {
    StreamConfig stream = stream("complete.yaml", "interactions");
    StreamConfig other = stream("product.yaml", "interactions");

    assertThat(stream.withTopics(List.of()).withSinks(List.of()).isSameStream(stream)).isTrue();
    assertThat(stream.isSameStream(other)).isFalse();
  }

  private static StreamConfig stream(String sample, String name) {
    return Objects.requireNonNull(Config.load(FOLDER.resolve(sample)).streams().get(name));
  }
}
