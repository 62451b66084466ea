package dev.keybearer.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class GenesysNotificationsTest {
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
    genesys.client("1f2e3d").secret("s3cret");
    token = genesys.mint("1f2e3d");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void createsChannelThatLivesForDay() throws Exception {
    HttpUser.Reply reply = call("POST", CHANNELS, "");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text("id")).matches("streaming-[0-9]-[a-z0-9]{26}");
    assertThat(reply.text("connectUri"))
        .isEqualTo(genesys.streaming() + "/channels/" + reply.text("id"));
    assertThat(Instant.parse(reply.text("expires")))
        .isEqualTo(world.clock().instant().plus(Duration.ofHours(24)));
    assertThat(call("HEAD", CHANNELS + "/" + reply.text("id"), "").status()).isEqualTo(200);
    assertThat(call("HEAD", CHANNELS + "/streaming-1-x", "").status()).isEqualTo(404);
  }

  @Test
  void sendsEventsToChannelsThatSubscribed() throws Exception {
    String id = create();
    subscribe("PUT", id, TOPIC);
    try (StreamUser socket = connect(id)) {
      genesys.publish(TOPIC, "{\"id\":\"u1\"}");
      genesys.publish("v2.users.u2.presence", "{}");

      JsonNode event = socket.next();
      assertThat(event.path("topicName").asString()).isEqualTo(TOPIC);
      assertThat(event.path("version").asString()).isEqualTo("2");
      assertThat(event.path("eventBody").toString()).isEqualTo("{\"id\":\"u1\"}");
      assertThat(event.path("metadata").path("CorrelationId").asString()).hasSize(36);
      assertThat(socket.hearsNothing()).isTrue();
      assertThat(genesys.notifications().ledger().sentTo(1)).hasSize(1);
    }
  }

  @Test
  void givesEachOfTwoChannelsTheSameCorrelationId() throws Exception {
    String one = create();
    String two = create();
    subscribe("PUT", one, TOPIC);
    subscribe("PUT", two, TOPIC);
    try (StreamUser first = connect(one);
        StreamUser second = connect(two)) {
      genesys.publish(TOPIC, "{}");
      assertThat(first.next()).isEqualTo(second.next());

      genesys
          .notifications()
          .habits()
          .fanOut(dev.keybearer.simulator.stream.StreamHabits.FanOut.EXCLUSIVE_LAST_WINS);
      genesys.publish(TOPIC, "{}");
      assertThat(second.next().path("topicName").asString()).isEqualTo(TOPIC);
      assertThat(first.hearsNothing()).isTrue();
    }
  }

  @Test
  void addsReplacesAndClearsSubscriptions() throws Exception {
    String id = create();

    assertThat(subscribe("POST", id, TOPIC).json().path("entities").get(0).toString())
        .contains("\"id\":\"" + TOPIC + "\"", "\"state\":\"Permitted\"", "selfUri");
    subscribe("POST", id, "v2.routing.queues.q1.users");
    assertThat(genesys.topics(id)).containsExactly(TOPIC, "v2.routing.queues.q1.users");
    subscribe("PUT", id, "v2.users.u2.activity");
    assertThat(genesys.topics(id)).containsExactly("v2.users.u2.activity");
    assertThat(call("GET", subscriptions(id), "").json().path("entities")).hasSize(1);
    assertThat(call("DELETE", subscriptions(id), "").status()).isEqualTo(200);
    assertThat(genesys.topics(id)).isEmpty();
  }

  @Test
  void takesOneTopicMoreThanThousandForOneTooMany() throws Exception {
    String id = create();

    assertThat(call("PUT", subscriptions(id), topics(0, 1_001)).status()).isEqualTo(400);
    assertThat(genesys.topics(id)).isEmpty();
    assertThat(call("PUT", subscriptions(id), topics(0, 1_000)).status()).isEqualTo(200);
    assertThat(subscribe("POST", id, "v2.users.u1.activity").status()).isEqualTo(400);
    assertThat(call("POST", subscriptions(id), topics(0, 1_000)).status()).isEqualTo(200);
    assertThat(genesys.topics(id)).hasSize(1_000);
  }

  @Test
  void standsForSeveralTopicsByOneCombinedName() throws Exception {
    String id = create();
    subscribe("PUT", id, "v2.users.u1?presence&routingStatus");
    try (StreamUser socket = connect(id)) {
      genesys.publish("v2.users.u1.routingStatus", "{}");
      genesys.publish("v2.users.u1.activity", "{}");
      genesys.publish(TOPIC, "{}");

      assertThat(socket.next().path("topicName").asString()).isEqualTo("v2.users.u1.routingStatus");
      assertThat(socket.next().path("topicName").asString()).isEqualTo(TOPIC);
    }
  }

  @Test
  void rejectsTopicsOneByOneOnlyWhenErrorsAreIgnored() throws Exception {
    String id = create();
    genesys.notificationQuirks().reject("v2.routing.", "missing permission");
    String body = "[{\"id\":\"" + TOPIC + "\"},{\"id\":\"v2.routing.queues.q1.users\"}]";

    assertThat(call("PUT", subscriptions(id), body).status()).isEqualTo(400);
    assertThat(genesys.topics(id)).isEmpty();
    JsonNode entities =
        call("PUT", subscriptions(id) + "?ignoreErrors=true", body).json().path("entities");
    assertThat(entities.get(0).path("state").asString()).isEqualTo("Permitted");
    assertThat(entities.get(1).path("state").asString()).isEqualTo("Rejected");
    assertThat(entities.get(1).path("rejectionReason").asString()).isEqualTo("missing permission");
    assertThat(genesys.topics(id)).containsExactly(TOPIC);
  }

  @Test
  void takesNamesOfTwoHundredCharactersAndNoWildcards() throws Exception {
    String id = create();
    String longest = "v2.users." + "x".repeat(191);

    assertThat(subscribe("PUT", id, longest).status()).isEqualTo(200);
    assertThat(subscribe("PUT", id, longest + "x").status()).isEqualTo(400);
    assertThat(subscribe("PUT", id, "v2.users.*.presence").status()).isEqualTo(400);
    assertThat(subscribe("PUT", id, "users").status()).isEqualTo(400);
    assertThat(call("PUT", subscriptions(id), "{").status()).isEqualTo(400);
    assertThat(call("PUT", subscriptions(id), "{}").status()).isEqualTo(400);
  }

  @Test
  void listsTopicsAndKnowsNothingElse() throws Exception {
    JsonNode available = call("GET", "/api/v2/notifications/availabletopics", "").json();

    assertThat(available.path("entities").get(0).path("id").asString())
        .isEqualTo("v2.users.{id}.presence");
    assertThat(call("GET", "/api/v2/notifications/x", "").status()).isEqualTo(404);
    assertThat(call("PUT", CHANNELS, "").status()).isEqualTo(405);
    assertThat(call("GET", CHANNELS + "/" + create(), "").status()).isEqualTo(405);
  }

  @Test
  void beatsAndAnswersPings() throws Exception {
    try (StreamUser socket = connect(create())) {
      socket.say("{\"message\":\"ping\"}");
      assertThat(socket.next().toString())
          .isEqualTo("{\"topicName\":\"channel.metadata\",\"eventBody\":{\"message\":\"pong\"}}");
      world.clock().advance(Duration.ofSeconds(30));
      assertThat(socket.next().path("eventBody").path("message").asString())
          .isEqualTo("WebSocket Heartbeat");
      socket.say("{\"message\":\"nonsense\"}");
      assertThat(socket.next().path("result").asString()).isEqualTo("400");
    }
  }

  @Test
  void subscribesOverTheSocket() throws Exception {
    String id = create();
    try (StreamUser socket = connect(id)) {
      String topics = "\"topics\":[\"" + TOPIC + "\"],\"correlationId\":\"abc\"}";
      socket.say("{\"message\":\"subscribe\"," + topics);
      assertThat(socket.next().toString())
          .isEqualTo("{\"result\":\"200\",\"status\":\"subscribed\",\"correlationId\":\"abc\"}");
      assertThat(genesys.topics(id)).containsExactly(TOPIC);
      socket.say("{\"message\":\"unsubscribe\"," + topics);
      assertThat(socket.next().path("status").asString()).isEqualTo("unsubscribed");
      assertThat(genesys.topics(id)).isEmpty();
      socket.say("{\"message\":\"subscribe\",\"topics\":[\"bad\"]}");
      assertThat(socket.next().path("status").asString()).isEqualTo("failure");
    }
  }

  @Test
  void announcesMaintenanceThenCloses() throws Exception {
    try (StreamUser socket = connect(create())) {
      genesys.notifications().notice(Duration.ofSeconds(60));
      assertThat(socket.next().path("topicName").asString()).isEqualTo("v2.system.socket_closing");
      world.clock().advance(Duration.ofSeconds(60));
      assertThat(socket.closeCode()).isEqualTo(1012);
    }
  }

  @Test
  void keepsChannelsOfOtherClientsToThem() throws Exception {
    String id = create();
    genesys.client("other");
    String stranger = genesys.mint("other");

    assertThat(call("HEAD", CHANNELS + "/" + id, "", stranger).status()).isEqualTo(404);
    assertThat(call("GET", CHANNELS + "?includechannels=oauthclient", "", stranger).json())
        .isEqualTo(Json.parse("{\"entities\":[]}"));
    String second = genesys.mint("1f2e3d");
    assertThat(call("GET", CHANNELS, "", second).json().path("entities")).isEmpty();
    JsonNode masked =
        call("GET", CHANNELS + "?includechannels=oauthclient", "", second).json().path("entities");
    assertThat(masked).hasSize(1);
    assertThat(masked.get(0).path("id").asString()).contains("***").isNotEqualTo(id);
    assertThat(masked.get(0).has("connectUri")).isFalse();
    assertThat(call("HEAD", CHANNELS + "/" + id, "", second).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"streaming-1-abc", "", "a/b"})
  void opensNoSocketOnUnknownChannel(String id) throws Exception {
    URI uri = URI.create(genesys.streaming() + "/channels/" + id);

    assertThat(StreamUser.refusal(uri).statusCode()).isEqualTo(404);
    genesys.notificationQuirks().deadChannel(403);
    assertThat(StreamUser.refusal(uri).statusCode()).isEqualTo(403);
  }

  private String create() throws Exception {
    return call("POST", CHANNELS, "").text("id");
  }

  private StreamUser connect(String id) throws Exception {
    int ever = genesys.notifications().counts().ever();
    StreamUser opened = StreamUser.open(URI.create(genesys.streaming() + "/channels/" + id));
    assertThat(Eventually.comesTrue(() -> genesys.notifications().counts().ever() > ever)).isTrue();
    return opened;
  }

  private HttpUser.Reply subscribe(String method, String id, String topic) throws Exception {
    return call(method, subscriptions(id), "[{\"id\":\"" + topic + "\"}]");
  }

  private static String subscriptions(String id) {
    return CHANNELS + "/" + id + "/subscriptions";
  }

  private static String topics(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> "{\"id\":\"v2.users.u" + i + ".presence\"}")
        .collect(Collectors.joining(",", "[", "]"));
  }

  private HttpUser.Reply call(String method, String path, String body) throws Exception {
    return call(method, path, body, token);
  }

  private HttpUser.Reply call(String method, String path, String body, String as) throws Exception {
    return user.json(method, genesys.api().resolve(path), body, "Authorization", "Bearer " + as);
  }
}
