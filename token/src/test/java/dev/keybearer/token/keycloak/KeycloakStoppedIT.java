package dev.keybearer.token.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keybearer.token.Event;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** R4, F1: comes last by its name, since it stops what the others need. */
@ExtendWith(KeycloakRun.class)
class KeycloakStoppedIT {
  private final Keycloak keycloak;
  private final Household house;

  KeycloakStoppedIT(Keycloak keycloak) {
    this.keycloak = keycloak;
    this.house = new Household(keycloak);
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void aTokenIsServedToItsEndThoughItsIssuerIsGone() {
    TokenSource source = house.sources.of(house.confidential("svc", "s3cret"));
    Token token = source.get();

    keycloak.stop();
    house.time.advance(Duration.ofSeconds(50));

    house.recorder.await(Event.RenewalFailed.class);
    assertThat(source.get(Duration.ZERO)).isSameAs(token);
    house.time.advance(Duration.ofSeconds(10));
    assertThat(catchThrowableOfType(TokenFailure.class, () -> source.get(Duration.ZERO)))
        .hasMessageContaining("no connection");
  }
}
