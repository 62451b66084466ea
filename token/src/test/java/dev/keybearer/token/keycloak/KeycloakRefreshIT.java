package dev.keybearer.token.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keybearer.token.Credential;
import dev.keybearer.token.Event;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** S5, S6, D5: a real Keycloak that rotates refresh tokens and ends the session on a second use. */
@ExtendWith(KeycloakRun.class)
class KeycloakRefreshIT {
  private static final int MANY = 25;

  private final Household house;
  private final Credential credential;

  KeycloakRefreshIT(Keycloak keycloak) {
    this.house = new Household(keycloak);
    this.credential = house.app();
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void usesEachRefreshTokenOnceOverManyRenewals() {
    house.logIn(credential);
    TokenSource source = house.sources.of(credential);
    source.get();

    List<String> refreshTokens = renewManyTimes();

    assertThat(new HashSet<>(refreshTokens)).hasSize(MANY);
    assertThat(house.isActive(source.get().value())).isTrue();
    assertThat(house.recorder.events(Event.RenewalFailed.class)).isEmpty();
  }

  @Test
  void aReplayBySomebodyElseEndsInOneCallForALogin() {
    house.logIn(credential);
    TokenSource source = house.sources.of(credential);
    source.get();
    List<String> refreshTokens = renewManyTimes();
    house.renewInALaterSecond(credential);
    Token last = source.get();

    assertThat(house.replay(refreshTokens.get(0))).isEqualTo(400);

    assertThat(failure().kind()).isEqualTo(TokenFailure.Kind.NEEDS_LOGIN);
    house.recorder.await(Event.LoginNeeded.class);
    assertThat(source.get()).as("the token at hand lives on").isSameAs(last);
    house.time.advance(Duration.ofSeconds(61));
    for (int i = 0; i < 5; i++) {
      assertThat(failureOf(source).kind()).isEqualTo(TokenFailure.Kind.NEEDS_LOGIN);
      house.time.advance(Duration.ofSeconds(6));
    }
    assertThat(house.recorder.events(Event.LoginNeeded.class)).hasSize(1);
  }

  @Test
  void aLoginMendsWhatAReplayBroke() {
    house.logIn(credential);
    TokenSource source = house.sources.of(credential);
    source.get();
    String used = house.refreshToken(credential);
    house.renewInALaterSecond(credential);
    house.replay(used);
    assertThat(failure().kind()).isEqualTo(TokenFailure.Kind.NEEDS_LOGIN);

    house.logIn(credential);
    house.time.advance(Duration.ofSeconds(66)); // the token at hand is over

    assertThat(house.isActive(source.get().value())).isTrue();
  }

  private List<String> renewManyTimes() {
    List<String> refreshTokens = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      refreshTokens.add(house.refreshToken(credential));
      house.sources.renew(credential, Household.PATIENCE);
    }
    return refreshTokens;
  }

  private TokenFailure failure() {
    return catchThrowableOfType(
        TokenFailure.class, () -> house.sources.renew(credential, Household.PATIENCE));
  }

  private static TokenFailure failureOf(TokenSource source) {
    return catchThrowableOfType(TokenFailure.class, source::get);
  }
}
