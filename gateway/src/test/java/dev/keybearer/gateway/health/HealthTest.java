package dev.keybearer.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.gateway.call.Ground;
import dev.keybearer.gateway.exchange.Answer;
import dev.keybearer.gateway.exchange.WireFault;
import dev.keybearer.gateway.scene.FakeTime;
import dev.keybearer.gateway.scene.PastCall;
import dev.keybearer.token.Event;
import dev.keybearer.token.Fingerprint;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.verification.KeyringState;
import dev.keybearer.token.verification.KeyringState.Freshness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Healthy, degraded, and healthy again. */
class HealthTest {
  private final FakeTime time = new FakeTime(PastCall.START);
  private final List<CredentialState> credentials = new ArrayList<>();
  private final List<String> attached = new ArrayList<>();
  private final List<KeyringState> keyrings = new ArrayList<>();
  private final List<StreamState> streams = new ArrayList<>();
  private final Health health =
      new Health(
          new Sources(
              () -> List.copyOf(credentials),
              () -> List.copyOf(attached),
              () -> List.copyOf(keyrings),
              () -> List.copyOf(streams)),
          Thresholds.STANDARD,
          time);

  @Test
  void writesTheFieldsThatOthersParse() {
    credential("analytics", true, true);
    credential("idle", false, false);
    renew("analytics", 3);
    time.advance(Duration.ofMinutes(1));
    renew("analytics", 1);
    fail("analytics", 2);
    health.record(new Event.RateLimited(time.wall(), "analytics", time.wall()));
    health.record(new Event.SecretRotated(time.wall(), "idle"));

    assertThat(health.json())
        .isEqualTo(
            "{\"status\":\"healthy\",\"cache_valid\":true,"
                + "\"last_refresh\":\"2026-03-01T12:01:00Z\",\"refresh_count\":4,"
                + "\"anomaly_detection\":{\"state\":\"normal\",\"renewal_failures\":2,"
                + "\"refusals\":0,\"window_seconds\":300,\"until\":null},"
                + "\"metrics\":{\"refresh_success\":4,\"refresh_failure\":2,"
                + "\"rate_limited\":1,\"secret_rotations\":1},\"credentials\":{"
                + "\"analytics\":{\"status\":\"healthy\",\"cache_valid\":true,"
                + "\"last_refresh\":\"2026-03-01T12:01:00Z\",\"refresh_count\":4,"
                + "\"metrics\":{\"refresh_success\":4,\"refresh_failure\":2,"
                + "\"rate_limited\":1,\"secret_rotations\":0}},"
                + "\"idle\":{\"status\":\"healthy\",\"cache_valid\":true,"
                + "\"last_refresh\":null,\"refresh_count\":0,"
                + "\"metrics\":{\"refresh_success\":0,\"refresh_failure\":0,"
                + "\"rate_limited\":0,\"secret_rotations\":1}}},\"streams\":{}}");
  }

  @Test
  void isHealthyBeforeAnythingHappened() {
    assertThat(health.json())
        .isEqualTo(
            "{\"status\":\"healthy\",\"cache_valid\":true,"
                + "\"last_refresh\":null,\"refresh_count\":0,"
                + "\"anomaly_detection\":{\"state\":\"normal\",\"renewal_failures\":0,"
                + "\"refusals\":0,\"window_seconds\":300,\"until\":null},"
                + "\"metrics\":{\"refresh_success\":0,\"refresh_failure\":0,"
                + "\"rate_limited\":0,\"secret_rotations\":0},\"credentials\":{},\"streams\":{}}");
  }

  @Test
  void saysHowItStandsWithStreams() {
    streams.add(stream("events", "live", true));

    assertThat(health.json())
        .startsWith("{\"status\":\"healthy\"")
        .endsWith(
            "\"streams\":{\"events\":{\"status\":\"healthy\",\"state\":\"live\",\"connections\":2,"
                + "\"generation\":7,\"rotations\":5,\"gaps\":0,\"messages\":1204,\"waiting\":3,"
                + "\"silence_seconds\":1}}}");
  }

  @Test
  void isDegradedWhileAStreamDoesNotListen() {
    streams.add(stream("events", "live", true));
    streams.add(stream("others", "suspended", false));

    assertThat(health.json()).startsWith("{\"status\":\"degraded\"");
    assertThat(streams.getLast().isSuspended()).isTrue();
  }

  private static StreamState stream(String name, String state, boolean healthy) {
    return new StreamState(
        name,
        state,
        healthy,
        2,
        7,
        3,
        Duration.ofMillis(1_999),
        new StreamState.Counts(9, 8, 1, 5, 0, 1_204, 2, 1_201));
  }

  @Test
  void isDegradedWhileANeededCredentialHasNoUsableToken() {
    credential("well", true, true);
    credential("ill", true, false);
    assertThat(health.json())
        .startsWith("{\"status\":\"degraded\",\"cache_valid\":false,")
        .contains("\"well\":{\"status\":\"healthy\",\"cache_valid\":true,")
        .contains("\"ill\":{\"status\":\"degraded\",\"cache_valid\":false,");

    credentials.removeLast();
    credential("ill", true, true);
    assertThat(health.json())
        .startsWith("{\"status\":\"healthy\",\"cache_valid\":true,")
        .contains("\"ill\":{\"status\":\"healthy\",\"cache_valid\":true,");
  }

  @ParameterizedTest
  @EnumSource
  void isDegradedWhileTheKeysOfAnIssuerFail(Freshness freshness) {
    keyring(freshness, null);
    assertThat(isHealthy()).isEqualTo(freshness != Freshness.FAILING);

    keyrings.clear();
    assertThat(isHealthy()).isTrue();
  }

  @Test
  void takesFourFailuresForNormalAndFiveForAnAnomaly() {
    credential("a", true, true);
    credential("b", true, true);
    fail("a", 2);
    fail("b", 2);
    assertThat(isHealthy()).isTrue();

    fail("a", 1);
    assertThat(isHealthy()).isFalse();
    assertThat(health.json())
        .contains("\"state\":\"anomalous\",\"renewal_failures\":5,\"refusals\":0,")
        .contains("\"cache_valid\":true");
  }

  @Test
  void takesNinetyNineRefusalsForNormalAndAHundredForAnAnomaly() {
    refuse(Ground.TOKEN_REFUSED, 99);
    assertThat(isHealthy()).isTrue();

    refuse(Ground.NOT_ALLOWED, 1);
    assertThat(isHealthy()).isFalse();
    assertThat(health.json())
        .contains("\"state\":\"anomalous\",\"renewal_failures\":0,\"refusals\":100,");
  }

  @ParameterizedTest
  @EnumSource
  void countsOnlyRefusalsForCredentials(Ground ground) {
    refuse(ground, 100);

    boolean counts =
        switch (ground) {
          case NO_CREDENTIALS,
              MALFORMED_CREDENTIALS,
              TOKEN_REFUSED,
              NOT_ALLOWED,
              TOO_MANY_GUESSES ->
              true;
          default -> false;
        };
    assertThat(isHealthy()).isEqualTo(!counts);
  }

  @Test
  void countsNeitherCallsThatPassNorWhatIsNoCall() {
    for (int i = 0; i < 100; i++) {
      PastCall.from(time, "192.0.2.7", "/a").tell(health);
      PastCall.from(time, "192.0.2.7", "/a")
          .reported("r", Ground.TOKEN_REFUSED, "expired")
          .tell(health);
      health.malformed(
          WireFault.FRAMING, PastCall.address("192.0.2.7"), new Answer(400, List.of(), "{}", true));
    }

    assertThat(health.json()).contains("\"refusals\":0,");
  }

  @Test
  void recoversWhenTheWindowHasPassedAndSaysSoBefore() {
    fail("a", 5);
    assertThat(health.json()).contains("\"until\":\"2026-03-01T12:05:00Z\"");

    time.advance(Duration.ofMinutes(5).minusNanos(1));
    assertThat(isHealthy()).isFalse();
    assertThat(health.json()).contains("\"until\":\"2026-03-01T12:05:00Z\"");

    time.advance(Duration.ofNanos(1));
    assertThat(isHealthy()).isTrue();
    assertThat(health.json())
        .contains("\"state\":\"normal\",\"renewal_failures\":0,", "\"until\":null")
        .contains("\"refresh_failure\":5,");
  }

  @Test
  void recoversWhenTheOldestFailureIsTooOldThoughOthersAreNot() {
    fail("a", 1);
    time.advance(Duration.ofSeconds(10));
    fail("a", 4);
    assertThat(health.json()).contains("\"until\":\"2026-03-01T12:05:00Z\"");

    time.advance(Duration.ofSeconds(290));
    assertThat(isHealthy()).isTrue();
    assertThat(health.json()).contains("\"renewal_failures\":4,");
  }

  @Test
  void recoversFromBothAnomaliesWhenTheLaterOneIsOver() {
    fail("a", 5);
    time.advance(Duration.ofMinutes(2));
    refuse(Ground.TOKEN_REFUSED, 100);
    assertThat(health.json()).contains("\"until\":\"2026-03-01T12:07:00Z\"");

    time.advance(Duration.ofMinutes(3));
    assertThat(isHealthy()).isFalse();
    time.advance(Duration.ofMinutes(2));
    assertThat(isHealthy()).isTrue();
  }

  @Test
  void keepsCountingWhatACredentialDidThatIsGone() {
    renew("gone", 1);

    assertThat(health.json())
        .contains("\"refresh_count\":1,")
        .endsWith("\"credentials\":{},\"streams\":{}}");
  }

  @Test
  void isReadyWithUsableTokensAndKeys() {
    credential("attached", true, true);
    credential("other", true, false);
    attached.add("attached");
    keyring(Freshness.FRESH, null);
    keyring(Freshness.STALE, "answered 503");

    assertThat(health.missing()).isEmpty();
    assertThat(health.isReady()).isTrue();
  }

  @Test
  void saysWhatItLacksToBeReady() {
    credential("ill", true, false);
    attached.addAll(List.of("ill", "unknown"));
    keyring(Freshness.FAILING, null);
    keyring(Freshness.FAILING, "answered 503");

    assertThat(health.isReady()).isFalse();
    assertThat(health.missing())
        .containsExactly(
            "credential ill has no usable token",
            "credential unknown has no usable token",
            "there are no keys of issuer corp",
            "there are no keys of issuer corp: answered 503");
  }

  /** More going wrong than is normal is no reason to send calls elsewhere. */
  @Test
  void staysReadyThroughAnAnomaly() {
    fail("a", 5);

    assertThat(health.isReady()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, PT1S",
    "1, 0, PT1S",
    "1, 1, PT0S",
    "1, 1, PT-1S",
    "1, 1, PT1.5S",
    "1, 1, PT24H1S"
  })
  void refusesThresholdsThatMakeNoSense(int failures, int refusals, Duration window) {
    assertThatThrownBy(() -> new Thresholds(failures, refusals, window))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"PT1S", "PT24H"})
  void takesTheShortestAndTheLongestWindow(Duration window) {
    assertThat(new Thresholds(1, 1, window).window()).isEqualTo(window);
  }

  private boolean isHealthy() {
    return health.json().startsWith("{\"status\":\"healthy\"");
  }

  private void credential(String name, boolean needed, boolean usable) {
    credentials.add(new CredentialState(name, needed, usable, null));
  }

  private void keyring(Freshness freshness, @Nullable String trouble) {
    keyrings.add(new KeyringState("corp", freshness, List.of(), null, null, trouble, List.of()));
  }

  private void renew(String credential, int times) {
    Token token =
        Token.of(
            "Bearer", "x", new Fingerprint("f"), new Token.Terms(1, time.wall(), Scopes.none()));
    for (int i = 0; i < times; i++) {
      health.record(new Event.TokenRenewed(time.wall(), credential, token, Duration.ZERO));
    }
  }

  private void fail(String credential, int times) {
    for (int i = 0; i < times; i++) {
      health.record(
          new Event.RenewalFailed(
              time.wall(), credential, TokenFailure.Kind.UNREACHABLE, "no answer", null));
    }
  }

  private void refuse(Ground ground, int times) {
    for (int i = 0; i < times; i++) {
      PastCall.from(time, "192.0.2.7", "/a").refused(ground, "why").tell(health);
    }
  }
}
