package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.scene.GatewayScene;
import dev.keybearer.gateway.scene.RawUpstream.Seen;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** G7: who called, as trusted proxies tell it, and as the upstream is told. */
class ForwardedTest {
  private final GatewayScene scene = GatewayScene.open().route("/**", "GET");

  @AfterEach
  void close() {
    scene.close();
  }

  @ParameterizedTest
  @CsvSource({
    "'192.0.2.1'",
    "'192.0.2.1, 198.51.100.7'",
    "'127.0.0.1'",
    "'10.0.0.4|192.0.2.1'",
    "'unknown'",
    "''"
  })
  void believesNobodyByDefault(String lines) {
    assertThat(caller(lines)).isEqualTo("127.0.0.1");
  }

  @Test
  void believesNobodyElseThanTrustedProxies() {
    scene.trusting("10.0.0.0/8", "::1/128");

    assertThat(caller("192.0.2.1")).isEqualTo("127.0.0.1");
  }

  @ParameterizedTest
  @CsvSource({
    "'192.0.2.1',                            192.0.2.1",
    "'192.0.2.1:4711',                       192.0.2.1",
    "'2001:db8::1',                          2001:db8::1",
    "'[2001:db8::1]:4711',                   2001:db8::1",
    "'198.51.100.7, 192.0.2.1',              192.0.2.1",
    "'198.51.100.7, 192.0.2.1, 10.0.0.4',    192.0.2.1",
    "'198.51.100.7,192.0.2.1 ,	10.0.0.4 ',   192.0.2.1",
    "'198.51.100.7|192.0.2.1',               192.0.2.1",
    "'198.51.100.7|192.0.2.1|10.0.0.4',      192.0.2.1",
    "'198.51.100.7, 192.0.2.1|10.0.0.4, 10.0.0.5', 192.0.2.1",
    "'10.0.0.4, 192.0.2.1|10.0.0.5',         192.0.2.1",
    "'10.0.0.4',                             10.0.0.4",
    "'10.0.0.4, 10.0.0.5',                   10.0.0.4",
    "'192.0.2.1, unknown',                   127.0.0.1",
    "'192.0.2.1, unknown, 10.0.0.4',         10.0.0.4",
    "'192.0.2.1,',                           127.0.0.1",
    "'192.0.2.1, 999.0.0.1',                 127.0.0.1",
    "'unknown',                              127.0.0.1",
    "'',                                     127.0.0.1"
  })
  void asksTrustedProxiesHopByHop(String lines, String expected) {
    scene.trusting("127.0.0.0/8", "10.0.0.0/8");

    assertThat(caller(lines)).isEqualTo(expected);
  }

  @Test
  void saysOneHopOnlyHoweverManyCame() {
    scene.trusting("127.0.0.0/8");

    assertThat(seen("198.51.100.7|192.0.2.1").values("x-forwarded-for"))
        .containsExactly("192.0.2.1");
  }

  @Test
  void believesTrustedProxiesInNothingElse() {
    scene.trusting("127.0.0.0/8");
    scene.get(
        "/",
        "Forwarded: for=192.0.2.1",
        "X-Real-IP: 192.0.2.1",
        "X_Forwarded_For: 192.0.2.1",
        "X-Forwarded-Proto: https",
        "X-Forwarded-Host: evil");

    Seen seen = scene.upstream().seen().getFirst();
    assertThat(seen.value("x-forwarded-for")).isEqualTo("127.0.0.1");
    assertThat(seen.value("x-forwarded-proto")).isEqualTo("http");
    assertThat(seen.value("x-forwarded-host")).isEqualTo("api");
    assertThat(seen.head()).doesNotContain("192.0.2.1").doesNotContain("evil");
  }

  private String caller(String lines) {
    return seen(lines).value("x-forwarded-for");
  }

  private Seen seen(String lines) {
    List<String> values = List.of(lines.split("\\|", -1));
    scene.get(
        "/", values.stream().map(value -> "X-Forwarded-For: " + value).toArray(String[]::new));
    return scene.upstream().seen().getLast();
  }
}
