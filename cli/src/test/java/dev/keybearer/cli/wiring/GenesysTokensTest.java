package dev.keybearer.cli.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.cli.config.Config;
import dev.keybearer.simulator.SimulatedGenesys;
import dev.keybearer.simulator.World;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.verification.Presentation;
import dev.keybearer.token.verification.Reason;
import dev.keybearer.token.verification.Verdict;
import dev.keybearer.token.verification.Verdict.Refused;
import dev.keybearer.token.verification.Verified;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An issuer of kind genesys whose tokens others present: judged and ended as a config says. */
@Timeout(60)
class GenesysTokensTest {
  /** What the simulator calls its one organisation. */
  private static final String OURS = "11111111-1111-4111-8111-111111111111";

  @TempDir private Path folder;
  private final World world = World.open();
  private final SimulatedGenesys genesys = world.genesys();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aTokenOfOurOrganisationIsAccepted() {
    assertThat(judge(config(OURS), mint())).isInstanceOf(Verified.class);
  }

  @Test
  void aTokenOfAnotherOrganisationIsRefused() {
    assertThat(judge(config("22222222-2222-4222-8222-222222222222"), mint()))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Reason.AUDIENCE));
  }

  @Test
  void theIssuerIsAskedAboutTokensThatNobodyElseCanRead() {
    try (Acceptance acceptance = Acceptance.open(config(OURS))) {
      assertThat(acceptance.asked()).containsExactly("cloud");
    }
  }

  /** K6. */
  @Test
  void aTokenIsEndedAtTheIssuerWithTheTokenItself() {
    Config config = config(OURS);
    String token = mint();

    assertThat(new IssuerEnds(Parts.of(null), () -> config).end(Secret.of(token))).isTrue();

    assertThat(judge(config, token))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Reason.INACTIVE));
  }

  @Test
  void noTokenIsSentToAnIssuerThatAcceptsNone() {
    Config config = read("issuers:\n  cloud: " + cloud("") + "\n");

    assertThat(new IssuerEnds(Parts.of(null), () -> config).end(Secret.of(mint()))).isFalse();
    assertThat(genesys.referee().count()).isZero();
  }

  private String mint() {
    genesys.client("analytics");
    return genesys.mint("analytics");
  }

  private static Verdict judge(Config config, String token) {
    try (Acceptance acceptance = Acceptance.open(config)) {
      return acceptance
          .verifier(List.of("cloud"))
          .judge(Presentation.bearer(token), Duration.ofSeconds(10));
    }
  }

  private Config config(String organization) {
    return read("issuers:\n  cloud: " + cloud(", organizations: [" + organization + "]") + "\n");
  }

  private String cloud(String more) {
    return "{ kind: genesys, region: eu-central-1, login: \""
        + genesys.login()
        + "\", api: \""
        + genesys.api()
        + "\""
        + more
        + " }";
  }

  private Config read(String text) {
    try {
      return Config.load(Files.writeString(folder.resolve("keybearer.yaml"), text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
