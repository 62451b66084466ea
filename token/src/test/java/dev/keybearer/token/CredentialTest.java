package dev.keybearer.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.secret.SecretSource;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who we are at an issuer: what is asked for covers what is required, and nothing is shown. */
class CredentialTest {
  private static final SecretSource SECRET = () -> Secret.of("canary");
  private static final Issuer ISSUER =
      Issuer.oauth2(Endpoints.of(URI.create("https://idp.example/token")));
  private static final ReceiptCheck CHECK = received -> new ReceiptCheck.Finding.Good();

  private final Credential credential = Credential.clientCredentials(ISSUER, "svc", SECRET);

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t"})
  void needsANameAndAClient(String blank) {
    assertThatThrownBy(() -> credential.withName(blank))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Credential.clientCredentials(ISSUER, blank, SECRET))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\u0000", "a\u007f", "\u001b[31m"})
  void refusesANameThatWouldForgeALineOfALog(String name) {
    assertThatThrownBy(() -> credential.withName(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining(name);
  }

  @Test
  void requiresOnlyWhatItAsksForOnceItAsksForAnything() {
    Credential asking = credential.withScopes(Scopes.of("a", "b"));

    assertThat(asking.withRequired(Scopes.of("b")).required()).isEqualTo(Scopes.of("b"));
    assertThat(credential.withRequired(Scopes.of("z")).asked()).isEqualTo(Scopes.none());
    assertThatThrownBy(() -> asking.withRequired(Scopes.of("b", "c")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("svc")
        .hasMessageEndingWith("c");
    assertThatThrownBy(() -> asking.withRequired(Scopes.of("b")).withScopes(Scopes.of("a")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void equalsWhatSaysTheSame() {
    assertThat(credential).isEqualTo(Credential.clientCredentials(ISSUER, "svc", SECRET));
    assertThat(
            List.of(
                credential.withName("b"),
                credential.withScopes(Scopes.of("a")),
                credential.withRequired(Scopes.of("a")),
                credential.withAudience("a"),
                credential.withRenewal(RenewalPolicy.STANDARD.withRenewal(0.5, 0)),
                credential.withLimits(new Limits(1, Duration.ofSeconds(1))),
                credential.withReceiptCheck(CHECK),
                credential.bound()))
        .doesNotHaveDuplicates()
        .doesNotContain(credential);
  }

  @Test
  void keepsEverythingElseWhenOneThingChanges() {
    Credential changed =
        credential
            .withScopes(Scopes.of("a"))
            .withRequired(Scopes.of("a"))
            .withAudience("api")
            .withRenewal(RenewalPolicy.STANDARD.withRenewal(0.5, 0))
            .withLimits(new Limits(1, Duration.ofSeconds(1)))
            .withReceiptCheck(CHECK)
            .bound()
            .withName("other");

    assertThat(changed)
        .isEqualTo(
            new Credential(
                "other",
                ISSUER,
                new Grant.ClientCredentials(),
                credential.client(),
                Scopes.of("a"),
                Scopes.of("a"),
                "api",
                RenewalPolicy.STANDARD.withRenewal(0.5, 0),
                new Limits(1, Duration.ofSeconds(1)),
                CHECK,
                true));
  }

  @Test
  void showsNoSecret() {
    assertThat(credential.toString()).contains("svc").doesNotContain("canary");
  }
}
