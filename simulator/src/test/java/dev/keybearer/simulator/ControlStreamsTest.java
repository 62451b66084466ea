package dev.keybearer.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ControlStreamsTest {
  private final World world = World.open();
  private final SimulatedStream stream = world.stream("events");
  private final HttpUser user = new HttpUser();
  private String token = "";

  @BeforeEach
  void register() {
    world.clock().freeze();
    world.issuer("corp").client("svc").secret("s3cret");
    token = world.issuer("corp").mint("svc");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void showsConnectionsAndTheirTopics() throws Exception {
    world.genesys();
    try (StreamUser one = StreamUser.withToken(stream, token).subscribe("orders", "parcels")) {
      JsonNode state = user.get(world.control().resolve("streams")).json();

      assertThat(one.isOpen()).isTrue();
      assertThat(state.path("genesys").path("now").asInt(-1)).isZero();
      JsonNode events = state.path("events");
      assertThat(events.path("upgrades").toString()).isEqualTo("{\"101\":1}");
      assertThat(events.path("connections").toString())
          .isEqualTo("[{\"number\":1,\"client\":\"svc\",\"topics\":[\"orders\",\"parcels\"]}]");
    }
  }

  @Test
  void publishesAnnouncesAndCloses() throws Exception {
    try (StreamUser one = StreamUser.withToken(stream, token).subscribe("orders")) {
      post("streams", "{\"at\":\"events\",\"publish\":{\"topic\":\"orders\",\"body\":{\"a\":1}}}");
      assertThat(one.bodies(1)).containsExactly("{\"a\":1}");
      post("streams", "{\"at\":\"events\",\"notice\":\"PT5S\"}");
      assertThat(one.nextType()).isEqualTo("closing");
      post("streams", "{\"at\":\"events\",\"close\":1011}");
      assertThat(one.closeCode()).isEqualTo(1011);
    }
  }

  @Test
  void dropsOneConnectionByItsNumber() throws Exception {
    try (StreamUser one = StreamUser.withToken(stream, token).subscribe("orders");
        StreamUser two = StreamUser.withToken(stream, token).subscribe("orders")) {
      post("streams", "{\"at\":\"events\",\"drop\":\"RST\",\"connection\":2}");

      assertThat(two.broke()).isTrue();
      assertThat(one.isAnswered()).isTrue();
    }
  }

  @Test
  void judgesWhatConsumerSays() throws Exception {
    stream.publish("orders", "1");
    stream.publish("orders", "2");
    stream.publish("parcels", "3");

    JsonNode judgement =
        post(
            "streams/judge",
            "{\"at\":\"events\",\"topics\":[\"orders\"],"
                + "\"received\":[{\"topic\":\"orders\",\"body\":2},"
                + "{\"topic\":\"orders\",\"body\":2,\"flagged\":true}],"
                + "\"gaps\":[{\"from\":\"2000-01-01T00:00:00Z\",\"to\":\"2000-01-02T00:00:00Z\"}]}");

    assertThat(judgement.toString())
        .isEqualTo(
            "{\"published\":2,\"lost\":[1],\"duplicated\":0,\"flaggedDuplicates\":1,"
                + "\"outOfOrder\":{},\"lostOutsideGaps\":[1],\"lostInSeveralGaps\":[],"
                + "\"unknown\":0}");
  }

  @Test
  void scriptsFaultsOfStreams() throws Exception {
    post("faults", "{\"at\":\"events\",\"endpoint\":\"STREAM\",\"fault\":\"status 503\"}");

    assertThat(StreamUser.refused(stream, token)).isEqualTo(503);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "streams       | {\"at\":\"nowhere\",\"drop\":\"RST\"}                  | 404",
        "streams       | {\"at\":\"corp\",\"drop\":\"RST\"}                     | 404",
        "streams       | {\"at\":\"events\",\"drop\":\"RST\",\"connection\":7}  | 404",
        "streams       | {\"drop\":\"RST\"}                                     | 400",
        "streams       | {\"at\":\"events\",\"x\":1}                            | 400",
        "streams       | {\"at\":\"events\",\"close\":\"x\",\"connection\":1}   | 404",
        "streams/judge | {\"at\":\"events\",\"gaps\":[{\"from\":\"x\"}]}        | 400",
        "habits        | {\"at\":\"events\",\"tokenLife\":\"PT1S\"}             | 404"
      })
  void refusesWhatItDoesNotKnow(String path, String body, int status) throws Exception {
    HttpUser.Reply reply = user.send("POST", world.control().resolve(path), body);

    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
  }

  private JsonNode post(String path, String body) throws Exception {
    HttpUser.Reply reply = user.send("POST", world.control().resolve(path), body);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.json();
  }
}
