package dev.keybearer.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.cli.config.EndpointsConfig.ByHand;
import dev.keybearer.cli.config.EndpointsConfig.Discovered;
import dev.keybearer.cli.config.EndpointsConfig.Genesys;
import dev.keybearer.cli.config.shape.Named;
import dev.keybearer.genesys.Region;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Good configs become the records they describe. */
class SampleTest {
  private static final Path FOLDER = Path.of("src/test/resources/samples");
  private static final LimitsConfig LIMITS =
      new LimitsConfig(new Rate(50, Duration.ofSeconds(1)), 50);
  private static final RenewConfig RENEW =
      new RenewConfig(
          new Percentage(0.80), new Percentage(0.05), Duration.ofSeconds(60), null, null);

  @Test
  void readsTheIssuersOfTheDocumentation() {
    Config config = Config.load(FOLDER.resolve("product.yaml"));

    assertThat(config.issuers()).containsOnlyKeys("genesys", "corp", "legacy");
    assertThat(config.issuers().get("genesys"))
        .isEqualTo(issuer(new Genesys(Region.of("mypurecloud.com"), null, null)));
    assertThat(config.issuers().get("corp"))
        .isEqualTo(
            new IssuerConfig(
                new Discovered(URI.create("https://sso.example.com/realms/corp"), null),
                ClientAuthentication.BASIC,
                LIMITS,
                null,
                new ExpectationConfig.Accepted(
                    List.of("orders-api"),
                    List.of(),
                    AccessTokenType.ANY,
                    null,
                    null,
                    List.of(),
                    null,
                    null)));
    assertThat(config.issuers().get("legacy"))
        .isEqualTo(
            issuer(
                new ByHand(
                    URI.create("https://idp.example.com"),
                    URI.create("https://idp.example.com/oauth/token"),
                    null,
                    null,
                    URI.create("https://idp.example.com/oauth2/.well-known/jwks.json"),
                    URI.create("https://idp.example.com/oauth2/introspect"),
                    URI.create("https://idp.example.com/oauth/revoke"))));
  }

  @Test
  void readsTheCredentialOfTheDocumentation() {
    Config config = Config.load(FOLDER.resolve("product.yaml"));

    IssuerConfig genesys = issuer(new Genesys(Region.of("mypurecloud.com"), null, null));
    assertThat(config.credentials())
        .containsOnlyKeys("analytics")
        .containsEntry(
            "analytics",
            new CredentialConfig(
                new Named<>("genesys", genesys),
                new GrantConfig.ClientCredentials(),
                "1f2e3d",
                new ClientProof.SharedSecret(
                    new SecretReference.Environment("GENESYS_CLIENT_SECRET"), null),
                null,
                List.of("analytics:readonly"),
                List.of(),
                RENEW,
                false,
                false,
                null));
  }

  @Test
  void looksForRelativePathsBesideTheFile() {
    Path folder = FOLDER.toAbsolutePath().normalize();

    assertThat(Config.load(FOLDER.resolve("product.yaml")).store())
        .isEqualTo(
            new StoreConfig.Sqlite(
                folder.resolve("keybearer.db"),
                new SecretReference.File(folder.resolve("keybearer.key"))));
  }

  @Test
  void keepsTokensInMemoryUnlessToldOtherwise() {
    Config config = Config.load(FOLDER.resolve("smallest.yaml"));

    assertThat(config.store()).isEqualTo(new StoreConfig.Memory());
    assertThat(config.credentials()).isEmpty();
    assertThat(config.vault()).isNull();
  }

  /** M1: on this machine alone. */
  @Test
  void listensForOperatorsOnThisMachineUnlessToldOtherwise() {
    Config config = Config.load(FOLDER.resolve("smallest.yaml"));

    assertThat(config.gateway()).isNull();
    assertThat(config.admin())
        .isEqualTo(
            new AdminConfig(new HostPort("127.0.0.1", 9090), List.of(), null, null, Map.of()));
    assertThat(config.log())
        .isEqualTo(
            new LogConfig(LogTarget.Stream.STDOUT, LogTarget.Stream.OFF, LogTarget.Stream.OFF));
    assertThat(config.revocations()).isEqualTo(new RevocationsConfig(Duration.ofDays(30)));
  }

  @Test
  void readsTheLoginOfVault() {
    assertThat(Config.load(FOLDER.resolve("vault-token.yaml")).vault())
        .isEqualTo(
            new VaultConfig(
                URI.create("http://127.0.0.1:8200"),
                null,
                new VaultConfig.Token(new SecretReference.Environment("VAULT_TOKEN"))));
  }

  private static IssuerConfig issuer(EndpointsConfig endpoints) {
    return new IssuerConfig(
        endpoints, ClientAuthentication.BASIC, LIMITS, null, new ExpectationConfig.Nothing());
  }
}
