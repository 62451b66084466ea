package dev.keybearer.cli.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an issuer says about the tokens that are accepted from it. */
class ExpectationSampleTest {
  private final Config config =
      Config.load(Path.of("src/test/resources/samples").resolve("complete.yaml"));

  @Test
  void readsEveryExpectation() {
    assertThat(expectation("corp"))
        .isEqualTo(
            new ExpectationConfig.Accepted(
                List.of("orders-api", "billing-api"),
                List.of(SignatureAlgorithm.RS256, SignatureAlgorithm.EDDSA),
                AccessTokenType.AT_JWT,
                Duration.ofSeconds(10),
                Duration.ofHours(24),
                List.of("orders:read"),
                null,
                new IntrospectionConfig(
                    "orders-api",
                    ClientAuthentication.BASIC,
                    new ClientProof.SharedSecret(new SecretReference.Environment("ASKER"), null))));
  }

  @Test
  void readsASharedSecretForAnyAudience() {
    assertThat(expectation("shared"))
        .isEqualTo(
            new ExpectationConfig.Accepted(
                List.of(),
                List.of(SignatureAlgorithm.HS512),
                AccessTokenType.ANY,
                null,
                null,
                List.of(),
                new SecretReference.Environment("HMAC"),
                null));
  }

  @Test
  void acceptsNothingOfAnIssuerThatSaysNothing() {
    assertThat(expectation("posts")).isEqualTo(new ExpectationConfig.Nothing());
  }

  @Test
  void readsTheOrganisationsOfGenesysCloudAsAudiences() {
    assertThat(expectation("genesys"))
        .isEqualTo(
            new ExpectationConfig.Accepted(
                List.of("11111111-1111-4111-8111-111111111111"),
                List.of(),
                AccessTokenType.ANY,
                null,
                null,
                List.of("analytics"),
                null,
                null));
  }

  private ExpectationConfig expectation(String issuer) {
    return requireNonNull(config.issuers().get(issuer), issuer).expectation();
  }
}
