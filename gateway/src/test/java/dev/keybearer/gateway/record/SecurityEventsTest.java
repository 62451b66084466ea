package dev.keybearer.gateway.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.call.Ground;
import dev.keybearer.gateway.exchange.Answer;
import dev.keybearer.gateway.exchange.WireFault;
import dev.keybearer.gateway.field.Line;
import dev.keybearer.gateway.peer.Address;
import dev.keybearer.gateway.place.Gazetteer;
import dev.keybearer.gateway.place.Place;
import dev.keybearer.gateway.place.Places;
import dev.keybearer.gateway.scene.Corpora;
import dev.keybearer.gateway.scene.Eventually;
import dev.keybearer.gateway.scene.FakeTime;
import dev.keybearer.gateway.scene.PastCall;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who was refused, and from where (D7). */
@Timeout(30)
class SecurityEventsTest {
  private static final String CLIENT = "81.2.69.142";
  private static final Places LONDON = address -> new Place("GB", "London");

  private final FakeTime time = new FakeTime(PastCall.START);
  private final FakeStream stream = new FakeStream();
  private final RecordingListener listener = new RecordingListener();

  @Test
  void saysWhoWasRefusedAndFromWhere() {
    try (SecurityEvents events = SecurityEvents.to(stream, listener, LONDON, time)) {
      PastCall.from(time, CLIENT, new Line("user-agent", "curl/8.5.0"), "/orders/7?access_token=x")
          .on("orders")
          .refused(Ground.TOKEN_REFUSED, "its token expired")
          .tell(events);
    }
    assertThat(stream.lines())
        .containsExactly(
            "{\"event\":\"auth_failure\",\"ip\":\"81.2.69.142\",\"country\":\"GB\","
                + "\"city\":\"London\",\"error\":\"invalid_token\",\"user_agent\":\"curl/8.5.0\","
                + "\"timestamp\":\"2026-03-01T12:00:00Z\",\"reason\":\"token_refused\","
                + "\"status\":401,\"call\":\"9f86d081884c7d65\",\"route\":\"orders\","
                + "\"method\":\"GET\"}");
    assertThat(listener.events).extracting(SecurityEvent::reason).containsExactly("token_refused");
    assertThat(listener.places).containsExactly(new Place("GB", "London"));
  }

  @ParameterizedTest
  @EnumSource
  void tellsOfEveryGround(Ground ground) {
    try (SecurityEvents events = SecurityEvents.to(stream, listener, LONDON, time)) {
      refuse(events, ground);
    }
    String event =
        switch (ground) {
          case NO_CREDENTIALS,
              MALFORMED_CREDENTIALS,
              TOKEN_REFUSED,
              NOT_ALLOWED,
              TOO_MANY_GUESSES ->
              "auth_failure";
          default -> ground.status() >= 500 ? "call_failed" : "call_refused";
        };
    assertThat(stream.lines())
        .singleElement()
        .asString()
        .startsWith("{\"event\":\"" + event + "\",\"ip\":\"81.2.69.142\"")
        .contains("\"error\":\"" + ground.error() + "\"", "\"reason\":\"" + ground.word() + "\"");
  }

  @ParameterizedTest
  @EnumSource
  void tellsOfWhatIsNoRequest(WireFault fault) {
    try (SecurityEvents events = SecurityEvents.to(stream, listener, LONDON, time)) {
      events.malformed(
          fault, PastCall.address(CLIENT), new Answer(fault.status(), List.of(), "{}", true));
    }
    assertThat(stream.lines())
        .containsExactly(
            "{\"event\":\"call_refused\",\"ip\":\"81.2.69.142\",\"country\":\"GB\","
                + "\"city\":\"London\",\"error\":\"invalid_request\",\"user_agent\":null,"
                + "\"timestamp\":\"2026-03-01T12:00:00Z\",\"reason\":\""
                + Words.of(fault)
                + "\",\"status\":"
                + fault.status()
                + ",\"call\":null,\"route\":null,\"method\":null}");
  }

  @Test
  void tellsNothingOfCallsThatPassAndOfThoseThatAreOnlyReported() {
    try (SecurityEvents events = SecurityEvents.to(stream, listener, LONDON, time)) {
      PastCall.from(time, CLIENT, "/a").on("a").tell(events);
      PastCall.from(time, CLIENT, "/a").reported("a", Ground.TOKEN_REFUSED, "x").tell(events);
    }
    assertThat(stream.lines()).isEmpty();
    assertThat(listener.events).isEmpty();
  }

  @Test
  void keepsNothingWhereNobodyWantsToKnow() {
    listener.listening = false;
    try (SecurityEvents events = SecurityEvents.to(null, listener, LONDON, time)) {
      refuse(events, Ground.NO_ROUTE);
    }
    assertThat(listener.events).isEmpty();
  }

  /** H1: callers put tokens into the oddest fields, and lines into all of them. */
  @Test
  void writesNeitherTokensNorLinesThatACallerBrings() {
    String token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl";
    Line line = new Line("User-Agent", "a\u0001\u007f\u0085 Bearer " + token + " {\"b\":1}");
    try (SecurityEvents events = SecurityEvents.to(stream, listener, LONDON, time)) {
      PastCall.unjudged(time, line, "/orders/" + token)
          .refused(Ground.NO_ROUTE, token)
          .tell(events);
    }
    assertThat(stream.lines())
        .singleElement()
        .asString()
        .doesNotContain(token.substring(0, 8))
        .contains("\"user_agent\":\"a\\u0001\\uFFFD\\u0085 Bearer \\u2026 {\\\"b\\\":1}\"");
  }

  @Test
  void cutsAWordAtTheLengthThatOnlyTokensHave() {
    assertThat(said("x".repeat(UserAgent.LONGEST_WORD))).hasSize(UserAgent.LONGEST_WORD);
    assertThat(said("x".repeat(UserAgent.LONGEST_WORD + 1))).isEqualTo("…");
    assertThat(said("a " + "x".repeat(40) + " b")).isEqualTo("a … b");
  }

  @Test
  void cutsWhatIsLongerThanAnyBrowserSays() {
    String words = "abcdefg ".repeat(UserAgent.LONGEST / 8);
    assertThat(said(words)).isEqualTo(words);
    assertThat(said(words + "h")).isEqualTo(words + "…");
  }

  private String said(String userAgent) {
    RecordingListener own = new RecordingListener();
    try (SecurityEvents events = SecurityEvents.to(null, own, LONDON, time)) {
      PastCall.from(time, CLIENT, new Line("User-Agent", userAgent), "/a")
          .refused(Ground.NO_ROUTE, "x")
          .tell(events);
    }
    return String.valueOf(own.events.getFirst().userAgent());
  }

  @Test
  void shedsWhatDoesNotFitAndSaysHowMuch() throws InterruptedException {
    try (SecurityEvents events = SecurityEvents.to(stream, listener, LONDON, time)) {
      listener.hold();
      refuse(events, Ground.NO_ROUTE);
      listener.awaitEntered();
      for (int i = 0; i < SecurityEvents.CAPACITY + 3; i++) {
        refuse(events, Ground.NO_ROUTE);
      }
      assertThat(events.shed()).isEqualTo(3);

      listener.release();
      Eventually.holds("all are told", () -> listener.events.size() > SecurityEvents.CAPACITY);
    }
    assertThat(stream.lines()).contains("{\"timestamp\":\"2026-03-01T12:00:00Z\",\"lost\":3}");
  }

  @Test
  void goesOnAfterAListenerThatFails() {
    SecurityListener failing =
        new SecurityListener() {
          @Override
          public boolean isListening() {
            return true;
          }

          @Override
          public void refused(SecurityEvent event, Place place) {
            throw new IllegalStateException("a bug");
          }
        };
    try (SecurityEvents events = SecurityEvents.to(stream, failing, LONDON, time)) {
      refuse(events, Ground.NO_ROUTE);
      refuse(events, Ground.NO_ROUTE);
    }
    assertThat(stream.lines()).hasSize(2);
  }

  /** D6: whatever is in the place of a database, the event is told; only its place is missing. */
  @Test
  void tellsOfRefusalsWhateverTheDatabaseIs() {
    for (Path file : Corpora.files("maxmind", "bad-data")) {
      RecordingListener own = new RecordingListener();
      try (Gazetteer places = Gazetteer.watch(file);
          SecurityEvents events = SecurityEvents.to(null, own, places, time)) {
        refuse(events, Ground.NO_CREDENTIALS);
      }
      assertThat(own.events).as(file.toString()).hasSize(1);
    }
  }

  @Test
  void placesCallersByTheDatabaseOfOthers() {
    Path file = Corpora.folder("maxmind").resolve("test-data/GeoLite2-City-Test.mmdb");
    Address linkoeping = PastCall.address("89.160.20.112");
    try (Gazetteer places = Gazetteer.watch(file);
        SecurityEvents events = SecurityEvents.to(null, listener, places, time)) {
      refuse(events, Ground.NO_CREDENTIALS);
      PastCall.from(time, linkoeping.toString(), "/a").refused(Ground.NO_ROUTE, "x").tell(events);
    }
    assertThat(listener.places)
        .containsExactly(new Place("GB", "London"), new Place("SE", "Linköping"));
  }

  private void refuse(SecurityEvents events, Ground ground) {
    PastCall.from(time, CLIENT, "/orders").refused(ground, "why").tell(events);
  }
}
