package dev.keybearer.gateway.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.keybearer.gateway.scene.PastCall;
import dev.keybearer.token.Event;
import dev.keybearer.token.Fingerprint;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.StoreFailure;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every event has its entry. */
class EventsTest {
  private static final Instant AT = PastCall.START;
  private static final Instant LATER = AT.plusSeconds(60);
  private static final String LATER_TEXT = "2026-03-01T12:01:00Z";
  private static final Token TOKEN =
      Token.of(
          "Bearer",
          "the-token-itself",
          new Fingerprint("f00d"),
          new Token.Terms(1, LATER, Scopes.none()));

  private final RecordingLedger ledger = new RecordingLedger();
  private final Events events = new Events(ledger);

  static Stream<Arguments> events() {
    return Stream.concat(ofTokens(), ofOthers());
  }

  private static Stream<Arguments> ofTokens() {
    return Stream.of(
        arguments(
            new Event.TokenRenewed(AT, "c", TOKEN, Duration.ofMillis(12)),
            "TOKEN_REFRESHED",
            Map.of("token", "f00d", "ends", LATER_TEXT, "latencyMs", 12L)),
        arguments(
            new Event.RenewalFailed(AT, "c", TokenFailure.Kind.UNREACHABLE, "no answer", LATER),
            "TOKEN_REFRESH_FAILED",
            Map.of("kind", "unreachable", "message", "no answer", "retry_at", LATER_TEXT)),
        arguments(
            new Event.RenewalFailed(AT, "c", TokenFailure.Kind.REFUSED, "no", null),
            "TOKEN_REFRESH_FAILED",
            Map.of("kind", "refused", "message", "no")),
        arguments(
            new Event.RateLimited(AT, "c", LATER),
            "TOKEN_RATE_LIMITED",
            Map.of("until", LATER_TEXT)),
        arguments(
            new Event.RenewalOverdue(AT, "c", LATER), "TOKEN_OVERDUE", Map.of("ends", LATER_TEXT)),
        arguments(
            new Event.TokenRejected(AT, "c", TOKEN), "TOKEN_REJECTED", Map.of("token", "f00d")),
        arguments(
            new Event.TokenRevoked(AT, "c", TOKEN, true),
            "TOKEN_REVOKED",
            Map.of("token", "f00d", "at_issuer", true)),
        arguments(
            new Event.TokenTurnedInactive(AT, "c", new Fingerprint("beef")),
            "TOKEN_TURNED_INACTIVE",
            Map.of("token", "beef")));
  }

  private static Stream<Arguments> ofOthers() {
    return Stream.of(
        arguments(
            new Event.KeysChanged(AT, "c", List.of("k1", "k2")),
            "KEYS_CHANGED",
            Map.of("keys", List.of("k1", "k2"))),
        arguments(
            new Event.KeysOverdue(AT, "c", "answered 503", LATER),
            "KEYS_OVERDUE",
            Map.of("message", "answered 503", "until", LATER_TEXT)),
        arguments(new Event.SecretRotated(AT, "c"), "SECRET_ROTATED", Map.of()),
        arguments(
            new Event.SecretRotationFailed(AT, "c", "refused"),
            "SECRET_ROTATION_FAILED",
            Map.of("message", "refused")),
        arguments(
            new Event.LoginNeeded(AT, "c", "log in"), "LOGIN_NEEDED", Map.of("message", "log in")),
        arguments(
            new Event.OddAnswer(AT, "c", Event.Oddity.LIFE_CUT, "a year"),
            "ODD_ANSWER",
            Map.of("oddity", "life_cut", "message", "a year")),
        arguments(
            new Event.StoreFailed(AT, "c", StoreFailure.Kind.UNREADABLE, "full"),
            "STORE_FAILED",
            Map.of("kind", "unreadable", "message", "full")),
        arguments(
            new Event.ClockMoved(AT, "process", Duration.ofMinutes(-5)),
            "CLOCK_MOVED",
            Map.of("by", "PT-5M")),
        arguments(
            new Event.ClockSkewed(AT, "c", Duration.ofSeconds(90)),
            "CLOCK_SKEWED",
            Map.of("by", "PT1M30S")),
        arguments(new Event.EventsLost(AT, "process", 3), "EVENTS_LOST", Map.of("count", 3L)));
  }

  @ParameterizedTest
  @MethodSource("events")
  void entersEveryEvent(Event event, String name, Map<String, Object> details) {
    events.record(event);

    String client = event.subject().equals("process") ? null : "c";
    assertThat(ledger.all()).containsExactly(new Entry(AT, name, client, details));
  }

  @ParameterizedTest
  @MethodSource("events")
  void showsNoToken(Event event) {
    events.record(event);

    assertThat(ledger.all().toString()).doesNotContain("the-token-itself");
  }

  @Test
  void isTestedWithEveryKindOfEvent() {
    List<Class<?>> tested =
        events()
            .<Class<?>>map(each -> Objects.requireNonNull(each.get()[0]).getClass())
            .distinct()
            .toList();

    assertThat(tested)
        .containsExactlyInAnyOrderElementsOf(Arrays.asList(Event.class.getPermittedSubclasses()));
  }
}
