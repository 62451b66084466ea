package dev.keybearer.token.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keybearer.token.Credential;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** RFC 7009 at a real Keycloak, judged by its introspection. */
@ExtendWith(KeycloakRun.class)
class KeycloakRevocationIT {
  private final Household house;

  KeycloakRevocationIT(Keycloak keycloak) {
    this.house = new Household(keycloak);
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void aRevokedTokenIsInactiveAndANewOneIsHad() {
    Credential credential = house.confidential("svc", "s3cret");
    TokenSource source = house.sources.of(credential);
    String token = source.get().value();
    assertThat(house.isActive(token)).isTrue();

    assertThat(house.sources.revoke(credential, Household.PATIENCE)).isTrue();

    assertThat(house.isActive(token)).isFalse();
    assertThat(house.isActive(source.get().value())).isTrue();
  }

  @Test
  void aRevokedLoginIsInactiveAndNeedsAnother() {
    Credential credential = house.app();
    house.logIn(credential);
    TokenSource source = house.sources.of(credential);
    String token = source.get().value();
    String refreshToken = house.refreshToken(credential);
    assertThat(house.isActive(token)).isTrue();

    assertThat(house.sources.revoke(credential, Household.PATIENCE)).isTrue();

    assertThat(house.isActive(token)).isFalse();
    assertThat(house.replay(refreshToken)).isEqualTo(400);
    assertThat(catchThrowableOfType(TokenFailure.class, source::get).kind())
        .isEqualTo(TokenFailure.Kind.NEEDS_LOGIN);
  }
}
