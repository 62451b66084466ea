package dev.keybearer.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.simulator.stream.Published;
import dev.keybearer.simulator.stream.StreamHabits.TokenIn;
import dev.keybearer.simulator.tls.Identity;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SimulatedStreamTest {
  private final World world = World.open();
  private final SimulatedIssuer issuer = world.issuer("corp");
  private final SimulatedStream stream = world.stream("events");
  private String token = "";

  @BeforeEach
  void register() {
    issuer.client("svc").secret("s3cret").scopes("orders:read");
    token = issuer.mint("svc");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void sendsToThoseWhoSubscribed() throws Exception {
    try (StreamUser one = StreamUser.withToken(stream, token).subscribe("orders", "parcels");
        StreamUser other = StreamUser.withToken(stream, token).subscribe("parcels")) {
      stream.publish("orders", "{\"b\": 1, \"a\": 2.50, \"c\": 100.0}");
      stream.publish("parcels", "[1]");

      JsonNode message = one.next();
      assertThat(message.toString())
          .isEqualTo(
              "{\"type\":\"message\",\"topic\":\"orders\",\"id\":\"m-1\","
                  + "\"body\":{\"a\":2.5,\"b\":1,\"c\":100}}");
      assertThat(one.next().path("id").asString()).isEqualTo("m-2");
      assertThat(other.next().path("id").asString()).isEqualTo("m-2");
      assertThat(stream.ledger().messages())
          .extracting(Published::connections)
          .containsExactly(List.of(1), List.of(1, 2));
    }
  }

  @Test
  void knowsWhatEachConnectionSubscribedTo() throws Exception {
    try (StreamUser user = StreamUser.withToken(stream, token).subscribe("orders", "parcels")) {
      assertThat(stream.connections().get(0).topics()).containsExactly("orders", "parcels");

      user.say("{\"type\":\"unsubscribe\",\"topics\":[\"orders\"]}");
      assertThat(user.isAnswered()).isTrue();

      assertThat(stream.connections().get(0).topics()).containsExactly("parcels");
      assertThat(stream.connections().get(0).client()).isEqualTo("svc");
    }
  }

  @Test
  void leavesIdsOutWhereThereAreNone() throws Exception {
    stream.habits().withoutIds();
    try (StreamUser user = StreamUser.withToken(stream, token).subscribe("orders")) {
      stream.publish("orders", "{}");

      assertThat(user.next().toString())
          .isEqualTo("{\"type\":\"message\",\"topic\":\"orders\",\"body\":{}}");
    }
  }

  @Test
  void refusesMissingUnknownEndedAndRevokedTokens() throws Exception {
    HttpResponse<?> missing = StreamUser.refusal(stream.uri());
    assertThat(missing.statusCode()).isEqualTo(401);
    assertThat(missing.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    assertThat(StreamUser.refused(stream, "garbage")).isEqualTo(401);

    String ended = issuer.mint("svc");
    issuer.revoke(token);
    assertThat(StreamUser.refused(stream, token)).isEqualTo(401);
    world.clock().advance(Duration.ofHours(1));
    assertThat(StreamUser.refused(stream, ended)).isEqualTo(401);
    assertThat(stream.counts().upgrades()).containsOnly(java.util.Map.entry(401, 4));
  }

  @Test
  void takesTokenFromQuery() throws Exception {
    stream.habits().tokenIn(TokenIn.QUERY);

    assertThat(StreamUser.refused(stream, token)).isEqualTo(401);
    try (StreamUser user = StreamUser.open(URI.create(stream.uri() + "?access_token=" + token))) {
      user.subscribe("orders");
    }
  }

  @Test
  void asksNobodyWhereNoTokenIsWanted() throws Exception {
    stream.habits().tokenIn(TokenIn.NONE);

    try (StreamUser user = StreamUser.open(stream.uri())) {
      user.subscribe("orders");
    }
  }

  @Test
  void takesTokenAsFirstMessage() throws Exception {
    stream.habits().tokenIn(TokenIn.FIRST_MESSAGE);

    try (StreamUser user = StreamUser.open(stream.uri())) {
      user.say("{\"type\":\"authenticate\",\"token\":\"" + token + "\"}");
      assertThat(user.nextType()).isEqualTo("authenticated");
      user.subscribe("orders");
      assertThat(stream.connections().get(0).client()).isEqualTo("svc");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"authenticate\",\"token\":\"garbage\"}",
        "{\"type\":\"authenticate\"}",
        "{\"type\":\"subscribe\",\"topics\":[\"orders\"]}"
      })
  void closesOnWhoeverSaysSomethingElseFirst(String text) throws Exception {
    stream.habits().tokenIn(TokenIn.FIRST_MESSAGE);

    try (StreamUser user = StreamUser.open(stream.uri())) {
      user.say(text);

      assertThat(user.nextType()).isEqualTo("unauthenticated");
      assertThat(user.closeCode()).isEqualTo(4401);
    }
  }

  @Test
  void closesOnWhoeverSaysNothing() throws Exception {
    world.clock().freeze();
    stream.habits().tokenIn(TokenIn.FIRST_MESSAGE).authenticateWithin(Duration.ofSeconds(10));

    try (StreamUser user = StreamUser.open(stream.uri())) {
      assertThat(user.isAnswered()).isTrue();
      world.clock().advance(Duration.ofMillis(9_999));
      assertThat(user.isAnswered()).isTrue();
      world.clock().advance(Duration.ofMillis(1));
      assertThat(user.closeCode()).isEqualTo(4401);
    }
  }

  @Test
  void wantsScopesForStreamAndTopics() throws Exception {
    issuer.client("poor").secret("s3cret").scopes("other");
    stream.habits().requireScope("orders", "orders:read");
    String poor = issuer.mint("poor");

    try (StreamUser user = StreamUser.withToken(stream, poor)) {
      user.say("{\"type\":\"subscribe\",\"topics\":[\"orders\",\"parcels\"]}");
      assertThat(user.next().toString())
          .isEqualTo(
              "{\"type\":\"rejected\",\"topic\":\"orders\",\"code\":403,"
                  + "\"error\":\"missing scope orders:read\"}");
      assertThat(user.nextType()).isEqualTo("subscribed");
    }
    stream.habits().requireScope("orders:read");
    assertThat(StreamUser.refused(stream, poor)).isEqualTo(403);
    StreamUser.withToken(stream, token).subscribe("orders").close();
  }

  @Test
  void countsTopicsOfConnection() throws Exception {
    stream.habits().topicLimit(2);

    try (StreamUser user = StreamUser.withToken(stream, token).subscribe("a", "b", "a")) {
      user.say("{\"type\":\"subscribe\",\"topics\":[\"c\"]}");
      assertThat(user.next().path("code").asInt()).isEqualTo(400);
      assertThat(stream.connections().get(0).topics()).isEqualTo(Set.of("a", "b"));
    }
  }

  @Test
  void beatsOnTheWorldsClock() throws Exception {
    world.clock().freeze();
    stream.habits().heartbeat(Duration.ofSeconds(30));

    try (StreamUser user = StreamUser.withToken(stream, token).subscribe("orders")) {
      world.clock().advance(Duration.ofMillis(29_999));
      assertThat(user.hearsNothing()).isTrue();
      world.clock().advance(Duration.ofMillis(1));
      assertThat(user.next().toString()).isEqualTo("{\"type\":\"heartbeat\"}");
      world.clock().advance(Duration.ofMinutes(-10));
      assertThat(user.hearsNothing()).isTrue();
      world.clock().advance(Duration.ofSeconds(30));
      assertThat(user.nextType()).isEqualTo("heartbeat");
    }
  }

  @Test
  void admitsOneConnectionLessThanTooMany() throws Exception {
    stream.habits().connectionLimit(2).retryAfter(Duration.ofSeconds(7));
    issuer.client("other").secret("s3cret");

    try (StreamUser one = StreamUser.withToken(stream, token);
        StreamUser two = StreamUser.withToken(stream, token);
        StreamUser others = StreamUser.withToken(stream, issuer.mint("other"))) {
      HttpResponse<?> refusal =
          StreamUser.refusal(stream.uri(), "Authorization", "Bearer " + token);
      assertThat(refusal.statusCode()).isEqualTo(429);
      assertThat(refusal.headers().firstValue("Retry-After")).hasValue("7");
      one.leave();
      assertThat(Eventually.comesTrue(() -> stream.counts().now() == 2)).isTrue();
      StreamUser.withToken(stream, token).close();
      assertThat(two.isOpen() && others.isOpen()).isTrue();
    }
  }

  @Test
  void admitsExactlyTheLimitOfManyWhoComeAtOnce() throws Exception {
    stream.habits().connectionLimit(5);
    ExecutorService threads = Executors.newFixedThreadPool(20);
    List<StreamUser> users = new ArrayList<>();
    try {
      Callable<StreamUser> come = () -> StreamUser.withToken(stream, token);
      for (Future<StreamUser> each : threads.invokeAll(java.util.Collections.nCopies(20, come))) {
        try {
          users.add(each.get());
        } catch (ExecutionException e) {
          assertThat(e).hasMessageContaining("WebSocketHandshakeException");
        }
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(users).hasSize(5);
    assertThat(stream.counts().peak()).isEqualTo(5);
    users.forEach(StreamUser::close);
  }

  @Test
  void countsHandshakesInMovingWindow() throws Exception {
    world.clock().freeze();
    stream.habits().handshakeLimit(2, Duration.ofMinutes(1));

    StreamUser.withToken(stream, token).close();
    world.clock().advance(Duration.ofSeconds(20));
    StreamUser.withToken(stream, token).close();
    HttpResponse<?> refusal = StreamUser.refusal(stream.uri(), "Authorization", "Bearer " + token);
    assertThat(refusal.statusCode()).isEqualTo(429);
    assertThat(refusal.headers().firstValue("Retry-After")).hasValue("40");
    world.clock().advance(Duration.ofSeconds(39));
    assertThat(StreamUser.refused(stream, token)).isEqualTo(429);
    world.clock().advance(Duration.ofSeconds(1));
    StreamUser.withToken(stream, token).close();
  }

  @Test
  void refusesTheNextHandshakesAsTold() throws Exception {
    stream.refuseUpgrades(503, 2);

    assertThat(StreamUser.refused(stream, token)).isEqualTo(503);
    assertThat(StreamUser.refused(stream, token)).isEqualTo(503);
    StreamUser.withToken(stream, token).close();
    assertThat(stream.counts().upgrades()).isEqualTo(java.util.Map.of(503, 2, 101, 1));
    assertThat(stream.referee().count(Endpoint.STREAM)).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{\"type\":\"nonsense\"}", "{\"type\":"})
  void closesOnWhoeverSpeaksAnotherProtocol(String text) throws Exception {
    try (StreamUser user = StreamUser.withToken(stream, token)) {
      user.say(text);

      assertThat(user.closeCode()).isEqualTo(1008);
    }
  }

  @Test
  void speaksTls() throws Exception {
    Identity server = Identity.selfSigned("stream");
    SimulatedStream safe = world.tlsStream("safe", issuer, server);
    HttpClient http =
        HttpClient.newBuilder().sslContext(Identity.anonymousClient(server.certificate())).build();

    try (StreamUser user = StreamUser.open(http, safe.uri(), "Authorization", "Bearer " + token)) {
      user.subscribe("orders");
      safe.publish("orders", "{}");
      assertThat(user.bodies(1)).containsExactly("{}");
      safe.close(1011, "");
      assertThat(user.closeCode()).isEqualTo(1011);
    }
  }

  @Test
  void holdsNothingForThoseWhoLeft() throws Exception {
    for (int i = 0; i < 100; i++) {
      StreamUser user = StreamUser.withToken(stream, token).subscribe("orders");
      if (i % 2 == 0) {
        user.leave();
      }
      user.close();
    }

    assertThat(Eventually.comesTrue(() -> stream.counts().registrations() == 0)).isTrue();
    assertThat(stream.counts().ever()).isEqualTo(100);
    assertThat(stream.connections()).isEmpty();
  }

  @Test
  void cutsConnectionsWhenItStopsAndTakesThemAgain() throws Exception {
    try (StreamUser user = StreamUser.withToken(stream, token)) {
      stream.stop();

      assertThat(user).isNotNull();
      assertThat(Eventually.comesTrue(() -> stream.counts().registrations() == 0)).isTrue();
    }
    stream.start();
    StreamUser.withToken(stream, token).close();
  }
}
