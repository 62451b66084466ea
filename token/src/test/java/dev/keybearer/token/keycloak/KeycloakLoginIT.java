package dev.keybearer.token.keycloak;

import static dev.keybearer.token.keycloak.Household.claims;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keybearer.token.ClientAuthentication;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Grant;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.login.DeviceLogin;
import dev.keybearer.token.login.Login;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A person logs in at a real Keycloak, by its own pages. */
@ExtendWith(KeycloakRun.class)
class KeycloakLoginIT {
  private final Household house;

  KeycloakLoginIT(Keycloak keycloak) {
    this.house = new Household(keycloak);
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void aPersonLogsInByBrowser() {
    Credential credential = house.app().withScopes(Scopes.of("openid", "email"));

    Login login = house.logIn(credential);

    TokenSource source = house.sources.of(credential);
    Token first = source.get();
    assertThat(login.scopes().containsAll(Scopes.of("openid", "email"))).isTrue();
    assertThat(claims(first).text("email")).isEqualTo("ada@example.org");
    house.sources.renew(credential, Household.PATIENCE);
    assertThat(source.get().value()).isNotEqualTo(first.value());
  }

  @Test
  void aSourceThatNeedsALoginFindsItWithinFiveSeconds() {
    Credential credential = house.app();
    TokenSource source = house.sources.of(credential);
    assertThat(failure(source).kind()).isEqualTo(TokenFailure.Kind.NEEDS_LOGIN);

    house.logIn(credential);
    house.time.advance(Duration.ofSeconds(5));

    assertThat(house.isActive(source.get().value())).isTrue();
  }

  @Test
  void aPersonLogsInOnAnotherDevice() {
    DeviceLogin login = DeviceLogin.begin(tv(), house.store);
    URI page = Objects.requireNonNull(login.verificationUriComplete());
    assertThat(page).asString().contains(login.userCode());

    assertThat(new Person().decideAboutDevice(page, "accept")).contains("Device Login Successful");
    login.await();

    Token token = house.sources.of(tv()).get();
    assertThat(claims(token).text("azp")).isEqualTo("tv");
    house.sources.renew(tv(), Household.PATIENCE);
  }

  @Test
  void aPersonWhoSaysNoOnAnotherDeviceEndsTheWait() {
    DeviceLogin login = DeviceLogin.begin(tv(), house.store);
    new Person()
        .decideAboutDevice(Objects.requireNonNull(login.verificationUriComplete()), "cancel");

    TokenFailure failure = catchThrowableOfType(TokenFailure.class, login::await);

    assertThat(failure.kind()).isEqualTo(TokenFailure.Kind.REFUSED);
    assertThat(failure).hasMessageContaining("access_denied");
  }

  private Credential tv() {
    return house.credential("tv", new ClientAuthentication.None(), new Grant.DeviceCode());
  }

  private static TokenFailure failure(TokenSource source) {
    return catchThrowableOfType(TokenFailure.class, source::get);
  }
}
