package dev.keybearer.token.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.token.Algorithm;
import dev.keybearer.token.ClientAuthentication;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Endpoints;
import dev.keybearer.token.Grant;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.SigningKey;
import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.http.NotJson;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.secret.SecretSource;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6749 sections 4 and 6, 7521 to 7523, 8628, 8693: what each grant sends. */
class GrantFormTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final URI TOKEN = URI.create("https://idp.example/token");
  private static final String URN = "urn:ietf:params:oauth:grant-type:";
  private static final String TYPE = Grant.Party.ACCESS_TOKEN;

  @Test
  void clientCredentialsSendScopesAndAudienceOnlyWhenAskedTo() {
    Credential plain = credential(new Grant.ClientCredentials());

    assertThat(first(plain)).isEqualTo(Map.of("grant_type", "client_credentials"));
    assertThat(first(plain.withScopes(Scopes.of("b", "a")).withAudience("api")))
        .isEqualTo(Map.of("grant_type", "client_credentials", "scope", "b a", "audience", "api"));
  }

  @Test
  void aPresentedStatementIsSentAsItIs() {
    Grant grant = new Grant.JwtBearer(new Grant.Presented(source("a.b.c")));

    assertThat(first(credential(grant)))
        .isEqualTo(Map.of("grant_type", URN + "jwt-bearer", "assertion", "a.b.c"));
  }

  @Test
  void aStatementOfOurOwnIsSignedForEachRequest() throws NotJson {
    SigningKey key = new SigningKey(Keys.pem("EC", 256), Algorithm.ES256, null);
    Grant grant =
        new Grant.JwtBearer(new Grant.Signed(key, "me", "ada", "idp", Duration.ofMinutes(2)));
    Map<String, String> form = first(credential(grant));
    byte[] claims =
        Base64.getUrlDecoder().decode(form.getOrDefault("assertion", "").split("\\.", -1)[1]);

    assertThat(JsonObject.parse(claims).text("sub")).isEqualTo("ada");
    assertThat(form).isNotEqualTo(first(credential(grant)));
  }

  @Test
  void aSamlAssertionGoesWithWhatElseTheIssuerWants() {
    Grant grant = new Grant.Saml2Bearer(source("PHNhbWw+"), Map.of("orgName", "acme"));

    assertThat(first(credential(grant)))
        .isEqualTo(
            Map.of("grant_type", URN + "saml2-bearer", "orgName", "acme", "assertion", "PHNhbWw+"));
  }

  @Test
  void parametersCannotTakeThePlaceOfWhatTheGrantItselfSends() {
    Grant grant =
        new Grant.Saml2Bearer(
            source("saml"), Map.of("grant_type", "password", "assertion", "other", "scope", "x"));
    Map<String, String> form = first(credential(grant).withScopes(Scopes.of("a")));

    assertThat(form)
        .isEqualTo(Map.of("grant_type", URN + "saml2-bearer", "assertion", "saml", "scope", "a"));
  }

  @Test
  void anExchangeSendsWhatItHas() {
    Grant.Party subject = new Grant.Party(source("s"), TYPE);

    assertThat(first(credential(new Grant.TokenExchange(subject, null, null, null))))
        .isEqualTo(
            Map.of(
                "grant_type",
                URN + "token-exchange",
                "subject_token",
                "s",
                "subject_token_type",
                TYPE));
    assertThat(
            first(
                credential(
                    new Grant.TokenExchange(
                        subject,
                        new Grant.Party(source("a"), "urn:x"),
                        "urn:y",
                        URI.create("https://api.example/")))))
        .isEqualTo(
            Map.of(
                "grant_type", URN + "token-exchange",
                "subject_token", "s",
                "subject_token_type", TYPE,
                "actor_token", "a",
                "actor_token_type", "urn:x",
                "requested_token_type", "urn:y",
                "resource", "https://api.example/"));
  }

  @Test
  void aGrantThatNeedsAPersonHasNoFirstRequest() {
    for (Grant grant :
        new Grant[] {
          new Grant.RefreshToken(source("r")),
          new Grant.AuthorizationCode(TOKEN),
          new Grant.DeviceCode()
        }) {
      assertThatThrownBy(() -> first(credential(grant)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("svc");
    }
  }

  /** RFC 6749 section 6: a refresh never asks for more than the original grant. */
  @ParameterizedTest
  @CsvSource({
    "'', '', ",
    "'a b', '', ",
    "'a b', 'a b', ",
    "'b a', 'a b', ",
    "'a b', 'a', a",
    "'a', 'a b', ",
    "'a', 'b', ",
    "'', 'a', "
  })
  void aRefreshAsksForLessOrKeepsSilent(String granted, String asked, @Nullable String sent) {
    Credential credential =
        credential(new Grant.DeviceCode()).withScopes(Scopes.parse(asked)).withAudience("api");

    Map<String, String> form = GrantForm.refresh(credential, Secret.of("r"), Scopes.parse(granted));

    assertThat(form.get("scope")).isEqualTo(sent);
    assertThat(form)
        .containsEntry("grant_type", "refresh_token")
        .containsEntry("refresh_token", "r")
        .hasSize(sent == null ? 2 : 3);
  }

  @Test
  void aCodeIsRedeemedWithItsVerifier() {
    assertThat(GrantForm.code("c", "v", URI.create("http://127.0.0.1:1/")))
        .isEqualTo(
            Map.of(
                "grant_type", "authorization_code",
                "code", "c",
                "code_verifier", "v",
                "redirect_uri", "http://127.0.0.1:1/"));
    assertThat(GrantForm.device("d"))
        .isEqualTo(Map.of("grant_type", URN + "device_code", "device_code", "d"));
  }

  @Test
  void knowsWhichGrantsPresentWhatSomebodyElseMade() {
    SigningKey key = new SigningKey(source("k"), Algorithm.ES256, null);
    Grant.Party subject = new Grant.Party(source("s"), TYPE);

    assertThat(GrantForm.presents(new Grant.Saml2Bearer(source("s"), Map.of()))).isTrue();
    assertThat(GrantForm.presents(new Grant.JwtBearer(new Grant.Presented(source("s"))))).isTrue();
    assertThat(GrantForm.presents(new Grant.TokenExchange(subject, null, null, null))).isTrue();
    assertThat(GrantForm.presents(new Grant.ClientCredentials())).isFalse();
    assertThat(
            GrantForm.presents(
                new Grant.JwtBearer(new Grant.Signed(key, "i", "s", "a", Duration.ZERO))))
        .isFalse();
  }

  @Test
  void whatIsPresentedDiffersWithTheSubjectAndTheActorAndNothingElse() {
    Map<String, String> form = Map.of("subject_token", "s", "actor_token", "a", "scope", "x");

    assertThat(presented(form))
        .isEqualTo(presented(Map.of("actor_token", "a", "subject_token", "s", "scope", "y")))
        .isNotEqualTo(presented(Map.of("subject_token", "a", "actor_token", "s")))
        .isNotEqualTo(presented(Map.of("subject_token", "sa")))
        .isNotEqualTo(presented(Map.of("assertion", "s")));
  }

  private static String presented(Map<String, String> form) {
    return GrantForm.presented(form).reveal();
  }

  private static Map<String, String> first(Credential credential) {
    return GrantForm.first(credential, NOW);
  }

  private static SecretSource source(String text) {
    return () -> Secret.of(text);
  }

  private static Credential credential(Grant grant) {
    Credential.Client client =
        new Credential.Client("svc", new ClientAuthentication.Basic(source("s3cret")));
    return Credential.of("svc", Issuer.oauth2(Endpoints.of(TOKEN)), grant, client);
  }
}
