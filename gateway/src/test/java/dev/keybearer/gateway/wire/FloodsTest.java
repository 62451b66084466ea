package dev.keybearer.gateway.wire;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.gateway.peer.Address;
import dev.keybearer.gateway.peer.Network;
import dev.keybearer.gateway.peer.TrustedProxies;
import dev.keybearer.gateway.scene.EncryptedScene;
import dev.keybearer.gateway.scene.Eventually;
import dev.keybearer.gateway.scene.FakeTime;
import dev.keybearer.gateway.scene.RawStreams;
import dev.keybearer.gateway.wire.message.StreamCodec;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
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
  void offersHttp1InsteadUntilAMinuteHasPassed() throws Exception {
    FakeTime time = FakeTime.standing();
    try (EncryptedScene scene = EncryptedScene.open(time)) {
      scene.gateway().route("/**", "GET");
      flood(scene);

      assertThatThrownBy(scene::connect).hasRootCauseInstanceOf(SSLHandshakeException.class);
      assertThat(versionOfAClientThatSpeaksBoth(scene)).isEqualTo(HttpClient.Version.HTTP_1_1);

      time.advance(Duration.ofNanos(Floods.MEMORY));
      time.awaitTicks();

      assertThat(versionOfAClientThatSpeaksBoth(scene)).isEqualTo(HttpClient.Version.HTTP_2);
    }
  }

  @Test
  void remembersNoTrustedProxyThatBringsOne() {
    try (EncryptedScene scene = EncryptedScene.open()) {
      Wire.Limits usual = Wire.Limits.STANDARD;
      TrustedProxies loopback = TrustedProxies.of(List.of(Network.parse("127.0.0.0/8")));
      scene.gateway().route("/**", "GET");
      scene
          .gateway()
          .limits(new Wire.Limits(10, 10, loopback, usual.headSize(), usual.head(), usual.idle()));
      flood(scene);

      scene.connect().close();
    }
  }

  private static HttpClient.Version versionOfAClientThatSpeaksBoth(EncryptedScene scene)
      throws Exception {
    try (HttpClient client =
        HttpClient.newBuilder().sslContext(scene.authority().context()).build()) {
      HttpRequest call = HttpRequest.newBuilder(URI.create(scene.uri("/a"))).build();
      HttpResponse<String> answer = client.send(call, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      return answer.version();
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
