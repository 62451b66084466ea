package dev.keybearer.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.simulator.stream.StreamHabits.FanOut;
import dev.keybearer.simulator.stream.StreamHabits.TokenIn;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamTokenTest {
  private final World world = World.open();
  private final SimulatedIssuer issuer = world.issuer("corp");
  private final SimulatedStream stream = world.stream("events");
  private String token = "";

  @BeforeEach
  void register() {
    world.clock().freeze();
    stream.habits().withoutHeartbeat();
    issuer.habits().tokenLife(Duration.ofSeconds(30));
    issuer.client("svc").secret("s3cret");
    issuer.client("other").secret("s3cret");
    token = issuer.mint("svc");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void closesTheInstantTheTokenEnds() throws Exception {
    try (StreamUser user = StreamUser.withToken(stream, token)) {
      world.clock().advance(Duration.ofMillis(29_999));
      assertThat(user.isAnswered()).isTrue();
      world.clock().advance(Duration.ofMillis(1));
      assertThat(user.closeCode()).isEqualTo(1001);
    }
  }

  @Test
  void closesWithTheCodesItIsTold() throws Exception {
    stream.habits().closeAtTokenEnd(4000).closeAtRevocation(4001);
    String other = issuer.mint("other");
    try (StreamUser one = StreamUser.withToken(stream, token);
        StreamUser two = StreamUser.withToken(stream, other)) {
      issuer.revoke(other);
      assertThat(two.closeCode()).isEqualTo(4001);
      world.clock().advance(Duration.ofSeconds(30));
      assertThat(one.closeCode()).isEqualTo(4000);
    }
  }

  @Test
  void closesOnRevokedTokenAtOnce() throws Exception {
    try (StreamUser user = StreamUser.withToken(stream, token)) {
      issuer.revoke(token);

      assertThat(user.closeCode()).isEqualTo(1008);
    }
  }

  @Test
  void fallsSilentWhereThatIsTheHabit() throws Exception {
    stream.habits().silenceAtTokenEnd();
    try (StreamUser user = StreamUser.withToken(stream, token).subscribe("orders")) {
      world.clock().advance(Duration.ofSeconds(30));
      assertThat(Eventually.comesTrue(() -> stream.publish("orders", "{}").connections().isEmpty()))
          .isTrue();
      while (!user.hearsNothing()) {
        // What was published before the token was found to have ended.
      }

      stream.publish("orders", "{}");
      assertThat(user.isAnswered()).isTrue();
      assertThat(user.hearsNothing()).isTrue();
    }
  }

  @Test
  void outlivesItsTokenWhereThatIsTheHabit() throws Exception {
    stream.habits().keepAtTokenEnd();
    try (StreamUser user = StreamUser.withToken(stream, token).subscribe("orders")) {
      world.clock().advance(Duration.ofSeconds(31));
      assertThat(user.hearsNothing()).isTrue();

      stream.publish("orders", "{}");
      assertThat(user.bodies(1)).hasSize(1);
    }
  }

  @Test
  void asksForAnotherTokenBeforeTheFirstEnds() throws Exception {
    stream.habits().inBandRenewal(Duration.ofSeconds(10));
    try (StreamUser user = StreamUser.withToken(stream, token)) {
      world.clock().advance(Duration.ofMillis(19_999));
      assertThat(user.hearsNothing()).isTrue();
      world.clock().advance(Duration.ofMillis(1));
      assertThat(user.nextType()).isEqualTo("challenge");
      assertThat(user.hearsNothing()).isTrue();

      user.say("{\"type\":\"authenticate\",\"token\":\"" + issuer.mint("svc") + "\"}");
      assertThat(user.nextType()).isEqualTo("authenticated");
      world.clock().advance(Duration.ofSeconds(15));
      assertThat(user.isAnswered()).isTrue();
      world.clock().advance(Duration.ofSeconds(5));
      assertThat(user.nextType()).isEqualTo("challenge");
      world.clock().advance(Duration.ofSeconds(10));
      assertThat(user.closeCode()).isEqualTo(1001);
    }
  }

  @Test
  void keepsTheTokenItHasWhenTheNextIsNoGood() throws Exception {
    stream.habits().inBandRenewal(Duration.ofSeconds(10));
    try (StreamUser user = StreamUser.withToken(stream, token)) {
      user.say("{\"type\":\"authenticate\",\"token\":\"garbage\"}");
      assertThat(user.nextType()).isEqualTo("unauthenticated");
      user.say("{\"type\":\"authenticate\",\"token\":\"" + issuer.mint("other") + "\"}");
      assertThat(user.next().path("error").asString()).contains("another client");
      stream.habits().withoutInBandRenewal();
      user.say("{\"type\":\"authenticate\",\"token\":\"" + issuer.mint("svc") + "\"}");
      assertThat(user.nextType()).isEqualTo("unauthenticated");

      assertThat(user.isAnswered()).isTrue();
    }
  }

  @Test
  void givesEachMessageToOneConnectionInTurn() throws Exception {
    stream.habits().fanOut(FanOut.ANY_ONE);
    try (StreamUser one = StreamUser.withToken(stream, token).subscribe("orders");
        StreamUser two = StreamUser.withToken(stream, token).subscribe("orders");
        StreamUser other = StreamUser.withToken(stream, issuer.mint("other")).subscribe("orders")) {
      for (int i = 0; i < 4; i++) {
        stream.publish("orders", "" + i);
      }

      assertThat(other.bodies(4)).containsExactly("0", "1", "2", "3");
      List<String> first = one.bodies(2);
      assertThat(two.bodies(2)).doesNotContainAnyElementsOf(first);
      assertThat(one.hearsNothing() && two.hearsNothing()).isTrue();
    }
  }

  @Test
  void letsTheNewestConnectionDisplaceTheOthers() throws Exception {
    stream.habits().fanOut(FanOut.EXCLUSIVE_LAST_WINS);
    try (StreamUser one = StreamUser.withToken(stream, token);
        StreamUser other = StreamUser.withToken(stream, issuer.mint("other"));
        StreamUser two = StreamUser.withToken(stream, token).subscribe("orders")) {
      assertThat(one.closeCode()).isEqualTo(4409);

      stream.publish("orders", "1");
      assertThat(two.bodies(1)).containsExactly("1");
      assertThat(other.isAnswered()).isTrue();
    }
  }

  @Test
  void letsTheOldestConnectionKeepTheOthersOut() throws Exception {
    stream.habits().fanOut(FanOut.EXCLUSIVE_FIRST_WINS);
    try (StreamUser one = StreamUser.withToken(stream, token);
        StreamUser other = StreamUser.withToken(stream, issuer.mint("other"))) {
      assertThat(StreamUser.refused(stream, token)).isEqualTo(409);
      assertThat(one.isAnswered() && other.isAnswered()).isTrue();
      one.leave();
      assertThat(Eventually.comesTrue(() -> stream.counts().now() == 1)).isTrue();
      StreamUser.withToken(stream, token).close();
    }
  }

  @Test
  void isExclusiveAlsoWhereTheTokenComesFirst() throws Exception {
    stream.habits().tokenIn(TokenIn.FIRST_MESSAGE).fanOut(FanOut.EXCLUSIVE_LAST_WINS);
    String authenticate = "{\"type\":\"authenticate\",\"token\":\"" + token + "\"}";
    try (StreamUser one = StreamUser.open(stream.uri()).say(authenticate);
        StreamUser two = StreamUser.open(stream.uri())) {
      assertThat(one.nextType()).isEqualTo("authenticated");
      assertThat(two.isAnswered()).isTrue();

      two.say(authenticate);
      assertThat(two.nextType()).isEqualTo("authenticated");
      assertThat(one.closeCode()).isEqualTo(4409);

      stream.habits().fanOut(FanOut.EXCLUSIVE_FIRST_WINS);
      try (StreamUser three = StreamUser.open(stream.uri()).say(authenticate)) {
        assertThat(three.nextType()).isEqualTo("unauthenticated");
        assertThat(three.closeCode()).isEqualTo(4409);
      }
      assertThat(two.isAnswered()).isTrue();
    }
  }
}
