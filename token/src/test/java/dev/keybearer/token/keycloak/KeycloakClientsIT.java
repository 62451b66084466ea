package dev.keybearer.token.keycloak;

import static dev.keybearer.token.keycloak.Household.claims;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keybearer.token.Algorithm;
import dev.keybearer.token.ClientAuthentication;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Event;
import dev.keybearer.token.Grant;
import dev.keybearer.token.Grant.Party;
import dev.keybearer.token.SigningKey;
import dev.keybearer.token.TestKeys;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each way in which a client shows a real Keycloak who it is, and what it may do then. */
@ExtendWith(KeycloakRun.class)
class KeycloakClientsIT {
  private final Keycloak keycloak;
  private final Household house;

  KeycloakClientsIT(Keycloak keycloak) {
    this.keycloak = keycloak;
    this.house = new Household(keycloak);
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void takesASecretByBasic() {
    Token token = house.sources.of(house.confidential("svc", "s3cret")).get();

    assertThat(claims(token).text("azp")).isEqualTo("svc");
    assertThat(house.isActive(token.value())).isTrue();
    assertThat(Duration.between(Instant.now(), token.expiresAt()))
        .isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60));
  }

  @Test
  void takesASecretByPost() {
    ClientAuthentication post = new ClientAuthentication.Post(() -> Secret.of("s3cret"));
    Credential credential = house.credential("svc", post, new Grant.ClientCredentials());

    assertThat(claims(house.sources.of(credential).get()).text("azp")).isEqualTo("svc");
  }

  @Test
  void takesBasicWithOddCharacters() {
    Token token = house.sources.of(house.confidential("odd:client", "a b+c%d&e=f:g/ü")).get();

    assertThat(claims(token).text("azp")).isEqualTo("odd:client");
  }

  @Test
  void takesAStatementSignedByACertifiedKeyAgainAndAgain() {
    SigningKey key = new SigningKey(TestKeys.pem(keycloak.clientKey()), Algorithm.RS256, null);
    ClientAuthentication signed = new ClientAuthentication.PrivateKeyJwt(key);
    Credential credential = house.credential("pkjwt", signed, new Grant.ClientCredentials());
    TokenSource source = house.sources.of(credential);
    Token first = source.get();

    house.sources.renew(credential, Household.PATIENCE);

    assertThat(claims(source.get()).text("azp")).isEqualTo("pkjwt");
    assertThat(source.get().generation()).isGreaterThan(first.generation());
  }

  /** RFC 9449: Keycloak binds what is asked for with a proof, and renews it only with that key. */
  @Test
  void bindsATokenToTheKeyThatIsProved() {
    Credential credential = house.confidential("svc", "s3cret").bound();
    TokenSource source = house.sources.of(credential);
    Token first = source.get();

    assertThat(first.isBound()).isTrue();
    assertThat(first.authorizationHeader()).startsWith("DPoP ");
    JsonObject confirmation = Objects.requireNonNull(claims(first).object("cnf"));
    assertThat(confirmation.text("jkt")).matches("[A-Za-z0-9_-]{43}");

    house.sources.renew(credential, Household.PATIENCE);

    JsonObject again = Objects.requireNonNull(claims(source.get()).object("cnf"));
    assertThat(again.text("jkt")).isEqualTo(confirmation.text("jkt"));
  }

  @Test
  void refusesAWrongSecretAndSaysWhatToLookAt() {
    TokenSource source = house.sources.of(house.confidential("svc", "wrong"));

    TokenFailure failure = catchThrowableOfType(TokenFailure.class, source::get);

    assertThat(failure.kind()).isEqualTo(TokenFailure.Kind.REFUSED);
    assertThat(failure).hasMessageContaining("check the client id and its secret");
  }

  @Test
  void aNextSecretThatIsWrongLeavesTheProvenOneInUse() {
    Credential credential = house.confidential("svc", "s3cret");
    TokenSource source = house.sources.of(credential);
    Token first = source.get();

    boolean promoted =
        house.sources.rotate(credential, () -> Secret.of("wrong"), Household.PATIENCE);

    assertThat(promoted).isFalse();
    assertThat(source.get().generation()).isGreaterThan(first.generation());
    assertThat(house.recorder.events(Event.RenewalFailed.class)).isEmpty();
  }

  @Test
  void exchangesTheTokenOfAnotherClient() {
    TokenSource front = house.sources.of(house.confidential("front", "fr0nt"));
    Party subject = new Party(() -> Secret.of(front.get().value()), Party.ACCESS_TOKEN);
    ClientAuthentication basic = new ClientAuthentication.Basic(() -> Secret.of("s3cret"));
    Grant exchange = new Grant.TokenExchange(subject, null, null, null);

    Token token = house.sources.of(house.credential("svc", basic, exchange)).get();

    assertThat(claims(token).text("azp")).isEqualTo("svc");
    assertThat(claims(token).text("sub")).isEqualTo(claims(front.get()).text("sub"));
  }
}
