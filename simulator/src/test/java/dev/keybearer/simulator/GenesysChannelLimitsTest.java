package dev.keybearer.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.simulator.NotificationQuirks.SecondSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How channels end: by their number, their age, their token and each other. */
class GenesysChannelLimitsTest {
  private static final String CHANNELS = "/api/v2/notifications/channels";
  private static final String TOPIC = "v2.users.u1.presence";

  private final World world = World.open();
  private final SimulatedGenesys genesys = world.genesys();
  private final HttpUser user = new HttpUser();
  private String token = "";

  @BeforeEach
  void register() {
    world.clock().freeze();
    genesys.quirks().requestsPerMinute(10_000);
    genesys.notificationQuirks().creationTime(Duration.ZERO);
    genesys.client("1f2e3d").secret("s3cret").tokenLife(Duration.ofDays(2));
    token = genesys.mint("1f2e3d");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void evictsAtTheTwentyFirstChannelTheOneIdleForLongest() throws Exception {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      ids.add(create());
    }
    assertThat(genesys.channels("1f2e3d")).isEqualTo(ids);
    try (StreamUser first = connect(ids.get(0))) {
      assertThat(call("PUT", subscriptions(ids.get(1)), topics()).status()).isEqualTo(200);

      String last = create();

      List<String> left = genesys.channels("1f2e3d");
      assertThat(left).hasSize(20).contains(ids.get(0), ids.get(1), last);
      assertThat(left).doesNotContain(ids.get(2));
      assertThat(StreamUser.refusal(uri(ids.get(2))).statusCode()).isEqualTo(404);
      assertThat(first.hearsNothing()).isTrue();
    }
  }

  @Test
  void tellsTheVictimThatIsConnected() throws Exception {
    genesys.notificationQuirks().channelLimit(1).displaced(1001);
    try (StreamUser victim = connect(create())) {
      create();

      assertThat(victim.next().path("topicName").asString()).contains("no_longer_subscribed");
      assertThat(victim.closeCode()).isEqualTo(1001);
    }
  }

  @Test
  void evictsNoChannelOfAnotherClient() throws Exception {
    genesys.notificationQuirks().channelLimit(1);
    String own = create();
    genesys.client("other");
    call("POST", CHANNELS, "", genesys.mint("other"));

    assertThat(genesys.channels("1f2e3d")).containsExactly(own);
    assertThat(genesys.channels("other")).hasSize(1);
  }

  @Test
  void createsFourteenChannelsAtOnceButNotFifteen() throws Exception {
    genesys.notificationQuirks().creationTime(Duration.ofMillis(700));
    ExecutorService threads = Executors.newFixedThreadPool(15);
    try {
      Callable<Integer> creating = () -> call("POST", CHANNELS, "").status();
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> each : threads.invokeAll(Collections.nCopies(15, creating))) {
        statuses.add(each.get());
      }
      assertThat(statuses).filteredOn(status -> status == 429).hasSize(1);
      assertThat(genesys.channels("1f2e3d")).hasSize(14);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void livesForDayFromTheLastSubscription() throws Exception {
    String id = create();
    try (StreamUser socket = connect(id)) {
      world.clock().advance(Duration.ofHours(23));
      assertThat(call("PUT", subscriptions(id), topics()).status()).isEqualTo(200);
      world.clock().advance(Duration.ofHours(24).minusMillis(1));
      assertThat(call("HEAD", CHANNELS + "/" + id, "").status()).isEqualTo(200);
      world.clock().advance(Duration.ofMillis(1));
      assertThat(socket.closeCode()).isEqualTo(1001);
      assertThat(genesys.channels("1f2e3d")).isEmpty();
    }
  }

  @Test
  void endsWithItsToken() throws Exception {
    genesys.notifications().habits().withoutHeartbeat();
    String id = create();
    try (StreamUser socket = connect(id)) {
      world.clock().advance(Duration.ofHours(20));
      call("PUT", subscriptions(id), topics());
      genesys.revoke(token);

      assertThat(socket.next().path("topicName").asString()).contains("token_revoked");
      assertThat(socket.closeCode()).isEqualTo(1001);
      assertThat(StreamUser.refusal(uri(id)).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void keepsSocketBeyondItsTokenWhereThatIsTheHabit() throws Exception {
    genesys.client("1f2e3d").tokenLife(Duration.ofMinutes(5));
    genesys.notifications().habits().keepAtTokenEnd().withoutHeartbeat();
    token = genesys.mint("1f2e3d");
    String id = create();
    call("PUT", subscriptions(id), topics());
    try (StreamUser socket = connect(id)) {
      world.clock().advance(Duration.ofMinutes(6));
      assertThat(socket.hearsNothing()).isTrue();
      genesys.publish(TOPIC, "{}");
      assertThat(socket.next().path("topicName").asString()).isEqualTo(TOPIC);
    }
  }

  @Test
  void fallsSilentAtTokenEndWhereThatIsTheHabit() throws Exception {
    genesys.client("1f2e3d").tokenLife(Duration.ofMinutes(5));
    genesys.notifications().habits().silenceAtTokenEnd().withoutHeartbeat();
    token = genesys.mint("1f2e3d");
    String id = create();
    call("PUT", subscriptions(id), topics());
    try (StreamUser socket = connect(id)) {
      world.clock().advance(Duration.ofMinutes(6));
      assertThat(Eventually.comesTrue(() -> genesys.publish(TOPIC, "{}").connections().isEmpty()))
          .isTrue();
      assertThat(socket.isOpen()).isTrue();
      assertThat(StreamUser.refusal(uri(id)).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void livesByTheNewerTokenWhereThatIsTheQuirk() throws Exception {
    genesys.notificationQuirks().rebinds();
    String id = create();
    try (StreamUser socket = connect(id)) {
      String first = token;
      token = genesys.mint("1f2e3d");
      call("PUT", subscriptions(id), topics());
      genesys.revoke(first);
      assertThat(socket.hearsNothing()).isTrue();
      genesys.publish(TOPIC, "{}");
      assertThat(socket.next().path("topicName").asString()).isEqualTo(TOPIC);
      assertThat(genesys.channels("1f2e3d")).containsExactly(id);
    }
  }

  @Test
  void displacesTheFirstSocketByTheSecond() throws Exception {
    String id = create();
    call("PUT", subscriptions(id), topics());
    try (StreamUser first = connect(id);
        StreamUser second = connect(id)) {
      assertThat(first.closeCode()).isEqualTo(1000);
      genesys.publish(TOPIC, "{}");
      assertThat(second.next().path("topicName").asString()).isEqualTo(TOPIC);
    }
  }

  @Test
  void sharesOrRefusesTheSecondSocketWhereThatIsTheQuirk() throws Exception {
    String id = create();
    call("PUT", subscriptions(id), topics());
    genesys.notificationQuirks().secondSocket(SecondSocket.SHARES);
    try (StreamUser first = connect(id);
        StreamUser second = connect(id)) {
      assertThat(Eventually.comesTrue(() -> genesys.notifications().counts().now() == 2)).isTrue();
      genesys.publish(TOPIC, "{}");
      assertThat(first.next()).isEqualTo(second.next());
      genesys.notificationQuirks().secondSocket(SecondSocket.REFUSED);
      assertThat(StreamUser.refusal(uri(id)).statusCode()).isEqualTo(409);
    }
    assertThat(Eventually.comesTrue(() -> genesys.notifications().counts().registrations() == 0))
        .isTrue();
    connect(id).close();
  }

  private String create() throws Exception {
    return call("POST", CHANNELS, "").text("id");
  }

  private StreamUser connect(String id) throws Exception {
    int ever = genesys.notifications().counts().ever();
    StreamUser opened = StreamUser.open(uri(id));
    assertThat(Eventually.comesTrue(() -> genesys.notifications().counts().ever() > ever)).isTrue();
    return opened;
  }

  private URI uri(String id) {
    return URI.create(genesys.streaming() + "/channels/" + id);
  }

  private static String subscriptions(String id) {
    return CHANNELS + "/" + id + "/subscriptions";
  }

  private static String topics() {
    return "[{\"id\":\"" + TOPIC + "\"}]";
  }

  private HttpUser.Reply call(String method, String path, String body) throws Exception {
    return call(method, path, body, token);
  }

  private HttpUser.Reply call(String method, String path, String body, String as) throws Exception {
    return user.json(method, genesys.api().resolve(path), body, "Authorization", "Bearer " + as);
  }
}
