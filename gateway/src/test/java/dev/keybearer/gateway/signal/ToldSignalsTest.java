package dev.keybearer.gateway.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.admin.Acts;
import dev.keybearer.gateway.admin.Acts.Act;
import dev.keybearer.gateway.admin.Acts.Action;
import dev.keybearer.gateway.admin.Acts.Ending;
import dev.keybearer.gateway.admin.Acts.Kind;
import dev.keybearer.gateway.scene.Eventually;
import dev.keybearer.gateway.scene.FakeTime;
import dev.keybearer.gateway.scene.Mint;
import dev.keybearer.gateway.scene.PastCall;
import dev.keybearer.token.Event;
import dev.keybearer.token.Fingerprint;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.StoreFailure;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What signals say of tokens and of operators. */
@Timeout(30)
class ToldSignalsTest {
  private static final Instant AT = PastCall.START;
  private static final int TEXTS = 10;
  private static final Instant LATER = AT.plusSeconds(60);

  private final FakeTime time = new FakeTime(AT);
  private final Signals signals = Signals.open(time);
  private final FakeReceiver receiver = FakeReceiver.open();
  private final TokenSignals tokens = new TokenSignals(signals);
  private final ActSignals acts = new ActSignals(signals, time);

  @AfterEach
  void close() {
    signals.close();
    receiver.close();
  }

  /** The members that others have always read come first. */
  @Test
  void tellsOfARenewalThatFailed() {
    use("token.*");

    tokens.record(
        new Event.RenewalFailed(AT, "orders", TokenFailure.Kind.UNREACHABLE, "words", LATER));

    assertThat(next())
        .isEqualTo(
            "{\"type\":\"token.renewal-failed\",\"timestamp\":\"2026-03-01T12:00:00Z\",\"data\":{"
                + "\"clientId\":\"orders\",\"timestamp\":\"2026-03-01T12:00:00Z\","
                + "\"latencyMs\":null,\"success\":false,\"kind\":\"unreachable\","
                + "\"retryAt\":\"2026-03-01T12:01:00Z\"}}");
  }

  @Test
  void tellsWhatElseHappens() {
    use("*");
    for (Event event :
        List.of(
            new Event.RateLimited(AT, "c", LATER),
            new Event.RenewalOverdue(AT, "c", LATER),
            new Event.KeysChanged(AT, "i", List.of("a", "b")),
            new Event.KeysOverdue(AT, "i", "words", null),
            new Event.SecretRotated(AT, "c"),
            new Event.SecretRotationFailed(AT, "c", "words"),
            new Event.LoginNeeded(AT, "c", "words"),
            new Event.OddAnswer(AT, "c", Event.Oddity.LIFE_CUT, "words"),
            new Event.StoreFailed(AT, "c", StoreFailure.Kind.UNREADABLE, "words"),
            new Event.ClockMoved(AT, "process", Duration.ofSeconds(7)),
            new Event.ClockSkewed(AT, "i", Duration.ofSeconds(7)),
            new Event.EventsLost(AT, "process", 3))) {
      tokens.record(event);
      String body = next();
      assertThat(body).contains("\"data\":{\"clientId\":\"" + event.subject() + "\"");
      assertThat(body).as("what somebody else said").doesNotContain("words");
    }
    assertThat(receiver.messages.get(2).body())
        .contains("\"type\":\"keys.changed\"", "\"keys\":[\"a\",\"b\"]");
  }

  @Test
  void tellsWhatAnOperatorDidAndWhatWasDenied() {
    use("admin.*");
    Act act = new Act("c1", "ops", "127.0.0.1", Action.ADMIN_REVOKE, "jti x");

    acts.asked(act);
    acts.ended(act, new Ending(Kind.DONE, "words"));
    assertThat(next())
        .isEqualTo(
            "{\"type\":\"admin.revoked\",\"timestamp\":\"2026-03-01T12:00:00Z\",\"data\":{"
                + "\"call\":\"c1\",\"actor\":\"ops\",\"ip\":\"127.0.0.1\","
                + "\"action\":\"admin_revoke\",\"target\":\"jti x\",\"outcome\":\"done\"}}");
    acts.ended(act, new Ending(Kind.REFUSED, "words"));
    assertThat(next()).contains("admin.failed", "\"outcome\":\"refused\"");
    acts.denied(act);
    assertThat(next()).contains("admin.denied", "\"outcome\":\"denied\"");
    for (Action action : Action.values()) {
      acts.ended(new Act("c", "ops", "::1", action, "x"), new Ending(Kind.DONE, ""));
      assertThat(next()).contains("\"type\":\"admin.");
    }
  }

  @Test
  void tellsNobodyWhatNobodyAskedFor() {
    use("keys.*");
    Acts.Act act = new Act("c1", "ops", "127.0.0.1", Action.ADMIN_RELOAD, "config");

    acts.ended(act, new Ending(Kind.DONE, ""));
    tokens.record(new Event.SecretRotated(AT, "c"));
    tokens.record(new Event.KeysChanged(AT, "i", List.of("a")));

    assertThat(next()).contains("keys.changed");
  }

  /** W4: whatever is in it, a body has an end. */
  @Test
  void sendsNoBodyThatIsLongerThanItMayBe() {
    use("keys.*");
    List<String> ids = Collections.nCopies(100, "k".repeat(300));

    tokens.record(new Event.KeysChanged(AT, "i", ids));

    assertThat(next())
        .isEqualTo(
            "{\"type\":\"keys.changed\",\"timestamp\":\"2026-03-01T12:00:00Z\","
                + "\"data\":{\"left_out\":true}}");
    int room = Signal.LONGEST - filled(0, "").octets().length;
    Signal longest = filled(room / TEXTS, "x".repeat(room % TEXTS));
    Signal beyond = filled(room / TEXTS, "x".repeat(room % TEXTS + 1));
    assertThat(longest.octets()).hasSize(Signal.LONGEST);
    assertThat(beyond.body()).contains("left_out");
  }

  /** Ten texts of a length, and one more. */
  private static Signal filled(int length, String more) {
    return Signal.of(
        EventType.KEYS_CHANGED,
        AT,
        json -> {
          json.texts("texts", Collections.nCopies(TEXTS, "x".repeat(length)));
          json.text("more", more);
        });
  }

  /** W4: an event holds a token, and its signal the name of it. */
  @Test
  void sendsNoTokenWithARenewal() {
    use("*");
    try (Mint mint = Mint.open(time)) {
      Token token =
          Token.of(
              "Bearer",
              mint.token(),
              new Fingerprint("f1"),
              new Token.Terms(1, LATER, Scopes.none()));
      tokens.record(new Event.TokenRenewed(AT, "c", token, Duration.ofMillis(12)));
      assertThat(next())
          .contains("\"latencyMs\":12,\"success\":true,\"ends\":")
          .doesNotContain(token.value());
      tokens.record(new Event.TokenRevoked(AT, "c", token, true));
      assertThat(next())
          .contains("\"token\":\"" + token.fingerprint() + "\"", "\"atIssuer\":true")
          .doesNotContain(token.value());
    }
  }

  private void use(String events) {
    signals.use(List.of(Hooks.plain(receiver, events)));
  }

  private int read;

  private String next() {
    Eventually.holds("a signal", () -> receiver.messages.size() > read);
    return receiver.messages.get(read++).body();
  }
}
