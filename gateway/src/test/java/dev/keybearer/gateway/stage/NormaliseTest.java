package dev.keybearer.gateway.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.Ground;
import dev.keybearer.gateway.call.Refusal;
import dev.keybearer.gateway.call.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** G1, G3, G5 and G7: one spelling, or none. */
class NormaliseTest {
  private final CallScene scene = new CallScene();
  private final Normalise normalise = new Normalise();

  @Test
  void bringsPathAndHeaderIntoOneSpelling() {
    Call call =
        scene.raw("GET", "/a/./b/%7euser?q=%41", "Host: API:8080", "X-A: b", "Content-Length: 007");

    assertThat(normalise.take(call)).isEqualTo(Step.Next.NEXT);
    assertThat(call.path().target()).isEqualTo("/a/b/~user?q=%41");
    assertThat(call.fields().host().name()).isEqualTo("api");
    assertThat(call.client()).isEqualTo(CallScene.SOCKET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a/%2e%2e/b", "/a//b", "http://api/a", "*", "", "/a?b#c", "/../a"})
  void refusesTargetsThatCanBeReadInTwoWays(String target) {
    Call call = scene.raw("GET", target, "Host: api");

    assertMalformed(normalise.take(call));
    assertThat(call.judgedPath()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: other",
        "Content-Length: x",
        "Transfer-Encoding: gzip",
        "X A: b",
        "Content_Type: a",
        "Connection: Cookie"
      })
  void refusesFieldsThatCanBeReadInTwoWays(String field) {
    assertMalformed(normalise.take(scene.raw("GET", "/a", "Host: api", field)));
  }

  @Test
  void refusesARequestWithoutHost() {
    assertMalformed(normalise.take(scene.raw("GET", "/a")));
  }

  /** What is told to ledger and log is a fault and no value. */
  @Test
  void saysNothingOfWhatWasSent() {
    Refusal header = CallScene.refusal(normalise.take(scene.raw("GET", "/a", "Host: secret host")));
    Refusal target = CallScene.refusal(normalise.take(scene.raw("GET", "/secret//a", "Host: api")));

    assertThat(header.detail() + target.detail()).doesNotContain("secret");
    assertThat(header.fields()).isEmpty();
  }

  @Test
  void asksNoProxyThatIsNotTrusted() {
    scene.trusting("10.0.0.0/8");
    Call call = scene.raw("GET", "/a", "Host: api", "X-Forwarded-For: 192.0.2.1");
    normalise.take(call);

    assertThat(call.client()).isEqualTo(CallScene.SOCKET);
  }

  @Test
  void asksTrustedProxiesFromTheLastToTheFirst() {
    scene.trusting("198.51.100.0/24");
    Call call =
        scene.raw(
            "GET",
            "/a",
            "X-Forwarded-For: 203.0.113.9, 192.0.2.1",
            "Host: api",
            "x-forwarded-for: 198.51.100.2");
    normalise.take(call);

    assertThat(call.client()).isEqualTo(CallScene.address("192.0.2.1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Forwarded: for=192.0.2.1", "X-Real-IP: 192.0.2.1", "X_Forwarded_For: 192.0.2.1"})
  void asksThemInOneFieldOnly(String field) {
    scene.trusting("198.51.100.0/24");
    Call call = scene.raw("GET", "/a", "Host: api", field);
    normalise.take(call);

    assertThat(call.client()).isEqualTo(CallScene.SOCKET);
  }

  /** Whoever reads of the refusal wants to know who it was, and not by whom it came. */
  @ParameterizedTest
  @ValueSource(strings = {"/a/%2e%2e/b", "/a"})
  void knowsTheCallerOfWhatItRefuses(String target) {
    scene.trusting("198.51.100.0/24");
    String malformed = target.equals("/a") ? "Content_Type: a" : "X-A: b";
    Call call = scene.raw("GET", target, "X-Forwarded-For: 192.0.2.1", "Host: api", malformed);

    assertMalformed(normalise.take(call));
    assertThat(call.client()).isEqualTo(CallScene.address("192.0.2.1"));
  }

  private static void assertMalformed(Step step) {
    Refusal refusal = CallScene.refusal(step);
    assertThat(refusal.ground()).isEqualTo(Ground.MALFORMED_REQUEST);
    assertThat(refusal.status()).isEqualTo(400);
  }
}
