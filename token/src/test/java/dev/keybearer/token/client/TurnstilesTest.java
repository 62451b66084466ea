package dev.keybearer.token.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.token.FakeTime;
import dev.keybearer.token.turnstile.Deadline;
import dev.keybearer.token.turnstile.Origin;
import dev.keybearer.token.turnstile.Turnstile;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** One turnstile an origin, and not without end (R11). */
class TurnstilesTest {
  private static final Duration WINDOW = Duration.ofSeconds(5);

  private final FakeTime time = new FakeTime(Instant.parse("2026-11-20T12:00:00Z"));
  private final Turnstiles turnstiles = new Turnstiles(time);
  private final Deadline short3 = Deadline.stated(Duration.ofSeconds(3), time);

  @Test
  void holdsUpOneOriginAndNoOther() {
    turnstiles.at(origin(1)).shut(WINDOW);

    assertThatThrownBy(() -> turnstiles.pass(origin(1), short3))
        .isInstanceOfSatisfying(
            CallHeldBack.class,
            held -> assertThat(held.until()).isEqualTo(time.wall().plus(WINDOW)))
        .hasMessage(
            "not sent to https://api1.example.com: it takes no calls until 2026-11-20T12:00:05Z, 0"
                + " wait already, and this one ends after PT3S; call later, or give the request a"
                + " longer timeout");
    assertThatCode(() -> turnstiles.pass(origin(2), short3)).doesNotThrowAnyException();
  }

  @Test
  void forgetsOriginsThatAreWellWhenThereAreTooMany() {
    for (int i = 0; i < Turnstiles.MOST_ORIGINS; i++) {
      turnstiles.at(origin(i)).shut(i == 0 ? WINDOW.multipliedBy(2) : WINDOW);
    }
    Turnstile ill = turnstiles.at(origin(0));
    time.advance(WINDOW);

    Turnstile newcomer = turnstiles.at(origin(-1));

    assertThat(turnstiles.at(origin(-1))).isSameAs(newcomer);
    assertThat(turnstiles.at(origin(0))).isSameAs(ill);
  }

  @Test
  void keepsNoMoreThanItsNumberOfOriginsInTrouble() {
    for (int i = 0; i < Turnstiles.MOST_ORIGINS - 1; i++) {
      turnstiles.at(origin(i)).shut(WINDOW);
    }
    Turnstile last = turnstiles.at(origin(-1));
    last.shut(WINDOW);
    assertThat(turnstiles.at(origin(-1))).isSameAs(last);

    Turnstile beyond = turnstiles.at(origin(-2));
    beyond.shut(WINDOW);

    assertThat(turnstiles.at(origin(-2))).isNotSameAs(beyond);
    assertThatCode(() -> turnstiles.pass(origin(-2), short3)).doesNotThrowAnyException();
  }

  private static Origin origin(int number) {
    return Origin.of(URI.create("https://api" + number + ".example.com"));
  }
}
