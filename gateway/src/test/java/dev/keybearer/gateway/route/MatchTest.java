package dev.keybearer.gateway.route;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** G4: what no route can be for. */
class MatchTest {
  private static final PathPattern ALL = PathPattern.parse("/**");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TRACE",
        "CONNECT",
        "HEAD",
        "get",
        "Get",
        "",
        "*",
        "GET ",
        "GET,POST",
        "G\tT",
        "GÉT"
      })
  void refusesAMethodThatNeverGetsThrough(String method) {
    assertThatIllegalArgumentException().isThrownBy(() -> Match.of(ALL, List.of(method)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "DELETE", "OPTIONS", "PROPFIND", "M-SEARCH"})
  void takesEveryOtherMethod(String method) {
    assertThatNoException().isThrownBy(() -> Match.of(ALL, List.of(method)));
  }

  @Test
  void refusesARouteWithoutMethods() {
    assertThatIllegalArgumentException().isThrownBy(() -> Match.of(ALL, List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "API.example.com",
        "api.example.com:443",
        "api.example.com.",
        "*.example.com",
        "a b"
      })
  void refusesAHostThatNoRequestNames(String host) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Match(ALL, Set.of("GET"), host));
  }
}
