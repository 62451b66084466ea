package dev.keybearer.token.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.keybearer.token.Algorithm;
import dev.keybearer.token.FakeTime;
import dev.keybearer.token.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nonces that follow from a key and the time (RFC 9449 section 9). */
class NoncesTest {
  private static final Duration AHEAD = Duration.ofSeconds(10);
  private static final Instant MINUTE = Instant.parse("2026-11-20T12:00:00Z");

  private final Secret key = Secret.random();
  private final FakeTime time = new FakeTime(MINUTE);
  private final Nonces nonces = new Nonces(key, AHEAD, time);

  @Test
  void acceptsANonceUntilTheEndOfTheNextMinute() {
    String nonce = nonces.current();

    time.advance(Nonces.STEP.multipliedBy(2).minusMillis(1));
    assertThat(nonces.accepts(nonce)).isTrue();
    time.advance(Duration.ofMillis(1));

    assertThat(nonces.accepts(nonce)).isFalse();
  }

  @Test
  void givesAnotherNonceWithEveryMinute() {
    String nonce = nonces.current();

    time.advance(Nonces.STEP.minusMillis(1));
    assertThat(nonces.current()).isEqualTo(nonce);
    time.advance(Duration.ofMillis(1));

    assertThat(nonces.current()).isNotEqualTo(nonce);
  }

  @Test
  void acceptsWhatAnInstanceWithTheSameKeyAndAFasterClockGives() {
    FakeTime faster = new FakeTime(MINUTE.plus(Nonces.STEP));
    String nonce = new Nonces(key, AHEAD, faster).current();

    time.advance(Nonces.STEP.minus(AHEAD).minusMillis(1));
    assertThat(nonces.accepts(nonce)).isFalse();
    time.advance(Duration.ofMillis(1));

    assertThat(nonces.accepts(nonce)).isTrue();
  }

  @Test
  void refusesWhatAnotherKeyGives() {
    assertThat(nonces.accepts(new Nonces(Secret.random(), AHEAD, time).current())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "AAAAAAAAAAAAAAAAAAAAAA", "\u0000", "\ud800", "é"})
  void refusesWhatIsNoNonce(String text) {
    assertThat(nonces.accepts(text)).isFalse();
    assertThat(nonces.accepts(null)).isFalse();
    assertThat(nonces.accepts(nonces.current() + text)).isEqualTo(text.isEmpty());
  }

  @Test
  void refusesRulesForProofsThatMakeNoSense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Proofs.STANDARD.withNonces(Secret.of("")));
    assertThatIllegalArgumentException().isThrownBy(() -> Proofs.STANDARD.withAge(Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Proofs.STANDARD.withAge(Duration.ofMinutes(10).plusNanos(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Proofs.STANDARD.withAlgorithms(Algorithm.ES256, Algorithm.HS256));
    assertThatIllegalArgumentException().isThrownBy(() -> Proofs.STANDARD.withMostRemembered(0));
    assertThat(Proofs.STANDARD.withAge(Duration.ofMinutes(10)).withMostRemembered(1).age())
        .isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void showsNoKey() {
    assertThat(Proofs.STANDARD.withNonces(Secret.of("canary")).toString()).doesNotContain("canary");
  }
}
