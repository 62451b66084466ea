package dev.keybearer.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {
  private final World world = World.open();
  private final SimulatedIssuer issuer = world.issuer("corp");
  private final HttpUser user = new HttpUser();

  @BeforeEach
  void register() {
    issuer.client("svc").secret("s3cret");
    issuer.habits().tokenForm(TokenForm.OPAQUE);
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** F4: thirty in a hundred, the same ones in every run. */
  @Test
  void befallsShareOfTheRequests() throws Exception {
    issuer.faults().sometimes(Endpoint.TOKEN, Fault.status(503), 0.3);
    int failed = 0;
    for (int i = 0; i < 200; i++) {
      failed += ask().status() == 503 ? 1 : 0;
    }

    assertThat(failed).isBetween(40, 80);
  }

  @Test
  void befallsOnlyTheEndpointItIsScriptedForUntilCleared() throws Exception {
    issuer.faults().always(Endpoint.TOKEN, Fault.status(503));

    assertThat(user.get(issuer.jwks()).status()).isEqualTo(200);
    assertThat(ask().status()).isEqualTo(503);
    assertThat(issuer.faults().pending()).containsExactly("status 503 at TOKEN for a share of 1.0");
    issuer.faults().clear();

    assertThat(ask().status()).isEqualTo(200);
  }

  @Test
  void prefersTheNextFaultToTheLastingOne() throws Exception {
    issuer.faults().always(Fault.status(503));
    issuer.faults().next(Fault.status(500));

    assertThat(new int[] {ask().status(), ask().status()}).containsExactly(500, 503);
  }

  @Test
  void refusesScriptsThatCannotHappen() {
    Faults faults = issuer.faults();
    Fault fault = Fault.html();

    assertThatThrownBy(() -> faults.next(fault, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> faults.sometimes(Endpoint.API, fault, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> faults.sometimes(Endpoint.API, fault, 1.01))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status 503",
        "retry 503 date PT9S",
        "redirect http://x/",
        "html",
        "black-hole",
        "reset",
        "gzip-bomb 9",
        "oversize 9",
        "slow PT1S",
        "late PT1S",
        "drip",
        "drip 5",
        "lost-answer",
        "wrong-length -3",
        "duplicated-answer",
        "replayed-request",
        "truncated",
        "skewed-date PT-5M",
        "expires-in 1e400",
        "without-expires-in",
        "same-token-again"
      })
  void readsEveryFaultFromText(String text) {
    String name = text.indexOf(' ') < 0 ? text : text.substring(0, text.indexOf(' '));

    assertThat(Fault.parse(text).name()).startsWith(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "boom", "status", "status x", "slow 5", "throttled", "throttled date x"})
  void refusesTextThatIsNoFault(String text) {
    assertThatThrownBy(() -> Fault.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  private HttpUser.Reply ask() throws Exception {
    return user.mint(issuer.tokenEndpoint(), "svc:s3cret");
  }
}
