package dev.keybearer.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class StreamReplayTest {
  private final World world = World.open();
  private final SimulatedIssuer issuer = world.issuer("corp");
  private final SimulatedStream stream = world.stream("events");
  private String token = "";

  @BeforeEach
  void register() {
    world.clock().freeze();
    issuer.client("svc").secret("s3cret");
    token = issuer.mint("svc");
    stream.habits().replay(3);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void replaysWhatCameBehindTheCursorThenGoesOn() throws Exception {
    publish(4);
    try (StreamUser user = subscribe("2")) {
      assertThat(user.next().toString())
          .isEqualTo("{\"type\":\"subscribed\",\"topic\":\"orders\",\"cursor\":\"4\"}");
      stream.publish("orders", "5");

      assertThat(user.next().toString())
          .isEqualTo(
              "{\"type\":\"message\",\"topic\":\"orders\",\"id\":\"m-3\",\"cursor\":\"3\","
                  + "\"replayed\":true,\"body\":3}");
      assertThat(user.next().path("replayed").asBoolean(false)).isTrue();
      JsonNode live = user.next();
      assertThat(live.has("replayed")).isFalse();
      assertThat(live.path("cursor").asString()).isEqualTo("5");
    }
  }

  @Test
  void saysWhenTheCursorIsTooOld() throws Exception {
    publish(5);
    try (StreamUser user = subscribe("1")) {
      assertThat(user.next().toString())
          .isEqualTo("{\"type\":\"cursor-expired\",\"topic\":\"orders\",\"earliest\":\"2\"}");
      assertThat(stream.connections().get(0).topics()).isEmpty();

      user.say(subscription("earliest"));
      assertThat(user.nextType()).isEqualTo("subscribed");
      assertThat(user.bodies(3)).containsExactly("3", "4", "5");
    }
    try (StreamUser user = subscribe("2")) {
      assertThat(user.nextType()).isEqualTo("subscribed");
    }
  }

  @Test
  void forgetsTheInstantRetentionIsOver() throws Exception {
    stream.habits().replay(Duration.ofMinutes(5));
    publish(2);
    world.clock().advance(Duration.ofMinutes(5).minusNanos(1));
    try (StreamUser user = subscribe("0")) {
      assertThat(user.nextType()).isEqualTo("subscribed");
      assertThat(user.bodies(2)).containsExactly("1", "2");
    }
    world.clock().advance(Duration.ofNanos(1));
    try (StreamUser user = subscribe("0")) {
      assertThat(user.nextType()).isEqualTo("cursor-expired");
    }
  }

  @Test
  void startsWithTheLatestUnlessToldOtherwise() throws Exception {
    publish(2);
    for (String after : List.of("latest", "")) {
      try (StreamUser user = subscribe(after)) {
        assertThat(user.next().path("cursor").asString()).isEqualTo("2");
        assertThat(user.hearsNothing()).isTrue();
      }
    }
  }

  @Test
  void keepsTopicsApart() throws Exception {
    publish(1);
    stream.publish("parcels", "2");
    try (StreamUser user = subscribe("0")) {
      assertThat(user.next().path("cursor").asString()).isEqualTo("2");
      assertThat(user.bodies(1)).containsExactly("1");
      assertThat(user.hearsNothing()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "-1", "1.5", "9999999999999999999999"})
  void rejectsWhatIsNoCursor(String cursor) throws Exception {
    try (StreamUser user = subscribe(cursor)) {
      assertThat(user.next().path("code").asInt()).isEqualTo(400);
    }
  }

  @Test
  void doesNotKnowCursorsItNeverGave() throws Exception {
    publish(2);
    try (StreamUser user = subscribe("3")) {
      assertThat(user.nextType()).isEqualTo("cursor-expired");
    }
  }

  @Test
  void tellsTheNewestCursorWithEachHeartbeat() throws Exception {
    try (StreamUser user = subscribe("")) {
      assertThat(user.nextType()).isEqualTo("subscribed");
      stream.publish("parcels", "1");
      world.clock().advance(Duration.ofSeconds(30));

      assertThat(user.next().toString()).isEqualTo("{\"type\":\"heartbeat\",\"cursor\":\"1\"}");
    }
  }

  @Test
  void hasNoMemoryWithoutReplay() throws Exception {
    stream.habits().withoutReplay();
    publish(2);
    try (StreamUser user = subscribe("0")) {
      assertThat(user.next().toString())
          .isEqualTo("{\"type\":\"subscribed\",\"topic\":\"orders\"}");
      assertThat(user.hearsNothing()).isTrue();
    }
    stream.habits().replay(9);
    try (StreamUser user = subscribe("1")) {
      assertThat(user.nextType()).isEqualTo("cursor-expired");
    }
  }

  private void publish(int number) {
    for (int i = 1; i <= number; i++) {
      stream.publish("orders", "" + i);
    }
  }

  private StreamUser subscribe(String after) throws Exception {
    return StreamUser.withToken(stream, token).say(subscription(after));
  }

  private static String subscription(String after) {
    String cursors = after.isEmpty() ? "{}" : "{\"orders\":\"" + after + "\"}";
    return "{\"type\":\"subscribe\",\"topics\":[\"orders\"],\"after\":" + cursors + "}";
  }
}
