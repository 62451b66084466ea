package dev.keybearer.cli.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.cli.config.SigningKey.Algorithm;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each grant and each way of client authentication takes its own keys. */
class GrantSampleTest {
  private static final String TYPE = "urn:ietf:params:oauth:token-type:";
  private static final Path FOLDER =
      Path.of("src/test/resources/samples").toAbsolutePath().normalize();

  private final Config config = Config.load(FOLDER.resolve("complete.yaml"));

  @Test
  void readsRotationAndRenewal() {
    CredentialConfig analytics = credential("analytics");

    assertThat(analytics.clientId()).isEqualTo("0047");
    assertThat(analytics.proof())
        .isEqualTo(
            new ClientProof.SharedSecret(
                new SecretReference.Environment("GENESYS_CLIENT_SECRET"),
                new SecretReference.Vault("kv", "genesys/analytics", "next")));
    assertThat(analytics.scopes()).containsExactly("analytics:readonly");
    assertThat(analytics.requireScopes()).containsExactly("analytics:readonly");
    assertThat(analytics.renew())
        .isEqualTo(
            new RenewConfig(
                new Percentage(0.80),
                new Percentage(0.05),
                Duration.ofSeconds(60),
                Duration.ofMinutes(15),
                Duration.ofHours(24)));
  }

  @Test
  void readsRefreshTokenAndSigningKey() {
    CredentialConfig nightly = credential("nightly");

    assertThat(nightly.grant())
        .isEqualTo(new GrantConfig.RefreshToken(new SecretReference.Command("pass show nightly")));
    assertThat(nightly.proof())
        .isEqualTo(
            new ClientProof.Signature(
                new SigningKey(
                    new SecretReference.File(Path.of("/etc/keybearer/nightly.pem")),
                    "2026-11",
                    Algorithm.EDDSA)));
    assertThat(nightly.issuer().value().trust()).isEqualTo(FOLDER.resolve("corporate-ca.pem"));
  }

  @Test
  void readsAssertionThatIsMadeAndAssertionThatIsReady() {
    assertThat(credential("robot").grant())
        .isEqualTo(
            new GrantConfig.JwtBearer(
                new AssertionConfig.Signed(
                    "robot",
                    "somebody",
                    "https://posts.example.com",
                    Duration.ofSeconds(270),
                    new SigningKey(
                        new SecretReference.File(FOLDER.resolve("robot.pem")),
                        "r1",
                        Algorithm.ES256))));
    assertThat(credential("ready").grant())
        .isEqualTo(
            new GrantConfig.JwtBearer(
                new AssertionConfig.Ready(new SecretReference.Environment("ASSERTION"))));
    assertThat(credential("saml").grant())
        .isEqualTo(new GrantConfig.Saml2Bearer(new SecretReference.File(FOLDER.resolve("a.xml"))));
  }

  @Test
  void readsExchange() {
    assertThat(credential("on-behalf").grant())
        .isEqualTo(
            new ExchangeConfig(
                new TokenOrigin.OfCredential("browser"),
                URI.create(TYPE + "access_token"),
                new TokenOrigin.Resting(new SecretReference.Environment("ACTOR")),
                URI.create(TYPE + "jwt"),
                URI.create(TYPE + "access_token"),
                List.of(URI.create("https://orders.example.com/"))));
  }

  @Test
  void readsWhichTokensAreCheckedOnReceipt() {
    assertThat(credential("nightly").checkReceived()).isTrue();
    assertThat(credential("robot").checkReceived()).isFalse();
  }

  @Test
  void readsGrantsOfUsers() {
    assertThat(credential("browser").grant()).isEqualTo(new GrantConfig.AuthorizationCode(8123));
    assertThat(credential("browser").proof()).isEqualTo(new ClientProof.Nothing());
    assertThat(credential("tv").grant()).isEqualTo(new GrantConfig.DeviceCode());
    assertThat(credential("tv").proof())
        .isEqualTo(
            new ClientProof.Certificate(
                new SecretReference.File(FOLDER.resolve("tv.crt")),
                new SecretReference.File(FOLDER.resolve("tv.key"))));
  }

  @Test
  void readsRole() {
    assertThat(config.vault())
        .isEqualTo(
            new VaultConfig(
                URI.create("https://vault.example.com:8200"),
                "team",
                new VaultConfig.AppRole(
                    "59d6d1ca", new SecretReference.File(Path.of("/run/secrets/vault")))));
  }

  private CredentialConfig credential(String name) {
    return requireNonNull(config.credentials().get(name), name);
  }
}
