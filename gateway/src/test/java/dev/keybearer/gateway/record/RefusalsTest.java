package dev.keybearer.gateway.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.call.Ground;
import dev.keybearer.gateway.exchange.Answer;
import dev.keybearer.gateway.exchange.Ending;
import dev.keybearer.gateway.exchange.WireFault;
import dev.keybearer.gateway.scene.FakeTime;
import dev.keybearer.gateway.scene.Mint;
import dev.keybearer.gateway.scene.PastCall;
import dev.keybearer.token.verification.Verified;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What of calls is entered, and how often. */
class RefusalsTest {
  private static final String CLIENT = "192.0.2.7";

  private final FakeTime time = new FakeTime(PastCall.START);
  private final RecordingLedger ledger = new RecordingLedger();
  private final Refusals refusals = new Refusals(ledger, time);

  @Test
  void entersNothingForACallThatPasses() {
    PastCall.from(time, CLIENT, "/orders").on("orders").tell(refusals);

    assertThat(ledger.all()).isEmpty();
  }

  @Test
  void saysWhatIsKnownOfARefusedCall() {
    Verified ada = caller("ada", "shop");
    PastCall.from(time, CLIENT, "/orders/7?token=secret")
        .on("orders")
        .by(ada)
        .refused(Ground.NOT_ALLOWED, "its token lacks the scopes a")
        .tell(refusals);

    assertThat(ledger.all())
        .containsExactly(
            Draft.of("AUTH_FAILURE")
                .with("call", "9f86d081884c7d65")
                .with("route", "orders")
                .with("ip", CLIENT)
                .with("method", "GET")
                .with("path", "/orders/7")
                .with("status", 403)
                .with("reason", "not_allowed")
                .with("detail", "its token lacks the scopes a")
                .with("issuer", "corp")
                .with("subject", "ada")
                .with("client", "shop")
                .with("token", ada.fingerprint())
                .entry(PastCall.START, "shop"));
  }

  @Test
  void saysNoMoreThanWasJudged() {
    PastCall.unjudged(time, "/a/%2e%2e/b?token=secret")
        .refused(Ground.MALFORMED_REQUEST, "ambiguous")
        .tell(refusals);

    assertThat(ledger.all())
        .containsExactly(
            Draft.of("CALL_REFUSED")
                .with("call", "9f86d081884c7d65")
                .with("ip", "198.51.100.1")
                .with("method", "GET")
                .with("status", 400)
                .with("reason", "malformed_request")
                .with("detail", "ambiguous")
                .entry(PastCall.START, null));
  }

  @ParameterizedTest
  @EnumSource
  void namesTheEntryByItsGround(Ground ground) {
    refuse(CLIENT, ground);

    String expected =
        switch (ground) {
          case NO_CREDENTIALS,
              MALFORMED_CREDENTIALS,
              TOKEN_REFUSED,
              NOT_ALLOWED,
              TOO_MANY_GUESSES ->
              "AUTH_FAILURE";
          default -> ground.status() >= 500 ? "CALL_FAILED" : "CALL_REFUSED";
        };
    assertThat(ledger.all()).extracting(Entry::event).containsExactly(expected);
  }

  @Test
  void entersWhatAReportingRouteWouldHaveRefused() {
    PastCall.from(time, CLIENT, "/orders")
        .reported("orders", Ground.TOKEN_REFUSED, "expired")
        .tell(refusals);

    assertThat(ledger.all()).singleElement().extracting(Entry::event).isEqualTo("REPORTED");
    assertThat(ledger.all().getFirst().details())
        .containsAllEntriesOf(Map.of("status", 401L, "reason", "token_refused"));
  }

  @Test
  void entersAReportAndAFailureOfTheSameCall() {
    PastCall.from(time, CLIENT, "/orders")
        .reported("orders", Ground.TOKEN_REFUSED, "expired")
        .refused(Ground.NO_TOKEN, "none")
        .tell(refusals);

    assertThat(ledger.all()).extracting(Entry::event).containsExactly("REPORTED", "CALL_FAILED");
  }

  @ParameterizedTest
  @EnumSource
  void entersWhatIsNoRequest(WireFault fault) {
    refusals.malformed(
        fault, PastCall.address(CLIENT), new Answer(fault.status(), List.of(), "{}", true));

    assertThat(ledger.all())
        .containsExactly(
            Draft.of("CALL_REFUSED")
                .with("ip", CLIENT)
                .with("status", fault.status())
                .with("reason", Words.of(fault))
                .with("detail", fault.words())
                .entry(PastCall.START, null));
  }

  @Test
  void entersTenRefusalsAMinuteAndNotTheEleventh() {
    refuse(CLIENT, Ground.TOKEN_REFUSED, 10);
    assertThat(ledger.next()).hasSize(10);

    refuse(CLIENT, Ground.TOKEN_REFUSED, 1);
    assertThat(ledger.next()).isEmpty();
  }

  @Test
  void saysAfterAMinuteHowManyWereLeftOut() {
    refuse(CLIENT, Ground.TOKEN_REFUSED, 13);
    ledger.next();

    time.advance(Duration.ofMinutes(1).minusNanos(1));
    refuse(CLIENT, Ground.TOKEN_REFUSED, 1);
    assertThat(ledger.next()).isEmpty();

    time.advance(Duration.ofNanos(1));
    refuse(CLIENT, Ground.TOKEN_REFUSED, 2);
    assertThat(ledger.next())
        .extracting(entry -> entry.details().getOrDefault("left_out", 0L))
        .containsExactly(4L, 0L);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.8, true",
    "2001:db8::1, 2001:db8::ffff:ffff, false",
    "2001:db8::1, 2001:db8:0:1::1, true"
  })
  void countsCallersByAddressAndNetworksOfIpv6(String one, String other, boolean apart) {
    refuse(one, Ground.TOKEN_REFUSED, 10);
    ledger.next();

    refuse(other, Ground.TOKEN_REFUSED, 1);
    assertThat(ledger.next()).hasSize(apart ? 1 : 0);
  }

  @Test
  void countsEachGroundAndEachKindOfEntryByItself() {
    refuse(CLIENT, Ground.TOKEN_REFUSED, 11);
    ledger.next();

    refuse(CLIENT, Ground.NO_ROUTE, 1);
    PastCall.from(time, CLIENT, "/a").reported("r", Ground.TOKEN_REFUSED, "x").tell(refusals);
    assertThat(ledger.next()).hasSize(2);
  }

  @Test
  void entersNoMoreThanItsShareForManyThreadsAtOnce() throws InterruptedException {
    CountDownLatch gate = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    awaitOpen(gate);
                    refuse(CLIENT, Ground.TOKEN_REFUSED, 100);
                  }));
    }
    gate.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(ledger.next()).hasSize(10);

    time.advance(Duration.ofMinutes(1));
    refuse(CLIENT, Ground.TOKEN_REFUSED, 1);
    assertThat(ledger.next().getFirst().details()).containsEntry("left_out", 1_590L);
  }

  private static void awaitOpen(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void refuse(String client, Ground ground, int times) {
    for (int i = 0; i < times; i++) {
      refuse(client, ground);
    }
  }

  private void refuse(String client, Ground ground) {
    PastCall.from(time, client, "/orders").refused(ground, "why").tell(refusals);
  }

  /** A call that ended badly on the wire, yet was not refused, is none of the ledger's business. */
  @ParameterizedTest
  @EnumSource
  void entersNothingForTheWayACallEnded(Ending.How how) {
    PastCall.from(time, CLIENT, "/orders").ending(how, 200, 0, 0).tell(refusals);

    assertThat(ledger.all()).isEmpty();
  }

  private Verified caller(String subject, String client) {
    try (Mint mint = Mint.open(time)) {
      return mint.verified(mint.tokenOf(subject, client));
    }
  }
}
