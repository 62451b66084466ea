package dev.keybearer.gateway.wire;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.gateway.peer.Address;
import dev.keybearer.gateway.scene.EncryptedScene;
import dev.keybearer.gateway.scene.Eventually;
import dev.keybearer.gateway.scene.FakeTime;
import dev.keybearer.gateway.scene.RawClient;
import dev.keybearer.gateway.scene.RawStreams;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

/** Whoever floods over HTTP/2 is not offered it again at once (G13). */
class FloodsTest {
  private static final long NOW = -5; // a clock may begin anywhere
  private static final Address ATTACKER = address("2001:db8::1");

  private final Floods floods = new Floods();

  @Test
  void knowsAFloodForAMinute() {
    floods.came(ATTACKER, NOW);

    assertThat(floods.cameFrom(ATTACKER, NOW)).isTrue();
    assertThat(floods.cameFrom(ATTACKER, NOW + Floods.MEMORY - 1)).isTrue();
    assertThat(floods.cameFrom(ATTACKER, NOW + Floods.MEMORY)).isFalse();
  }

  @Test
  void countsAnewWithEachFlood() {
    floods.came(ATTACKER, NOW);
    floods.came(ATTACKER, NOW + 10);

    assertThat(floods.cameFrom(ATTACKER, NOW + Floods.MEMORY)).isTrue();
  }

  @Test
  void knowsItsHolderAndNobodyElse() {
    floods.came(ATTACKER, NOW);

    assertThat(floods.cameFrom(address("2001:db8::ffff"), NOW)).isTrue();
    assertThat(floods.cameFrom(address("2001:db8:0:1::1"), NOW)).isFalse();
  }

  @Test
  void forgetsWhoCameFirstWhenTooManyCome() {
    for (int i = 0; i <= Floods.MOST; i++) {
      floods.came(new Address(i, 0), NOW);
    }

    assertThat(floods.cameFrom(new Address(0, 0), NOW)).isFalse();
    assertThat(floods.cameFrom(new Address(1, 0), NOW)).isTrue();
    assertThat(floods.cameFrom(new Address(Floods.MOST, 0), NOW)).isTrue();
  }

  @Test
  void offersHttp1InsteadUntilAMinuteHasPassed() {
    FakeTime time = FakeTime.standing();
    try (EncryptedScene scene = EncryptedScene.open(time)) {
      scene.gateway().route("/**", "GET");
      flood(scene);

      assertThatThrownBy(scene::connect).hasRootCauseInstanceOf(SSLHandshakeException.class);
      try (RawClient neighbour =
          RawClient.connect(scene.gateway().port(), scene.authority().context(), "localhost")) {
        neighbour.send("GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(neighbour.readAnswer()).startsWith("HTTP/1.1 200 ");
      }

      time.advance(Duration.ofNanos(Floods.MEMORY));
      time.awaitTicks();

      try (RawStreams streams = scene.connect()) {
        streams.get(1, "/a").flush();
        assertThat(streams.await(1, RawStreams.HEADERS).isOk()).isTrue();
      }
    }
  }

  private static void flood(EncryptedScene scene) {
    try (RawStreams streams = scene.connect()) {
      for (int i = 0; i <= StreamCodec.MOST_RESETS; i++) {
        streams.get(2 * i + 1, "/a").reset(2 * i + 1);
      }
      streams.flush().awaitGoAway();
    }
    Eventually.holds("it is cut off", () -> scene.gateway().wire().counts().clients() == 0);
  }

  private static Address address(String text) {
    return requireNonNull(Address.parse(text));
  }
}
