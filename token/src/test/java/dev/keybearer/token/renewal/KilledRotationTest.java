package dev.keybearer.token.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.SimulatedIssuer;
import dev.keybearer.simulator.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * S6, F18 with real processes: SIGKILL in the middle of rotations, at random moments, and a new
 * process over the same store each time.
 */
@Tag("slow")
class KilledRotationTest {
  private static final int KILLS = 26;

  @TempDir private Path parent;

  @Test
  void withAGraceAtTheIssuerEveryRestartGoesOn() throws Exception {
    try (World world = World.open()) {
      SimulatedIssuer issuer = issuer(world);
      issuer.habits().refreshGrace(Duration.ofSeconds(30));

      int logins = killAgainAndAgain(issuer, new Random(1));

      assertThat(logins).isZero();
    }
  }

  @Test
  void withoutAGraceEveryRestartGoesOnOrAsksForALogin() throws Exception {
    try (World world = World.open()) {
      SimulatedIssuer issuer = issuer(world);

      int logins = killAgainAndAgain(issuer, new Random(2));

      assertThat(logins).isLessThan(KILLS);
      Map<String, Long> uses =
          issuer.referee().requests(Endpoint.TOKEN).stream()
              .collect(
                  Collectors.groupingBy(
                      request -> String.valueOf(request.form().get("refresh_token")),
                      Collectors.counting()));
      long usedTwice = uses.values().stream().filter(count -> count > 1).count();
      assertThat(usedTwice)
          .as("only what a kill left in doubt is used again")
          .isLessThanOrEqualTo(KILLS);
    }
  }

  /** How often a restart ended in a login. */
  private int killAgainAndAgain(SimulatedIssuer issuer, Random random) throws Exception {
    String refreshToken = issuer.mintRefreshToken("svc", "ada", "orders:read");
    int logins = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      try (RotatingProcess process =
          RotatingProcess.start(parent.resolve("store"), issuer.tokenEndpoint(), refreshToken)) {
        String first = process.next();
        if (first.equals(RotatingProcess.NEEDS_LOGIN)) {
          logins++;
          refreshToken = issuer.mintRefreshToken("svc", "ada", "orders:read");
          continue;
        }
        assertThat(first).as("kill %d", kill).startsWith("generation ");
        String last = first;
        for (int i = random.nextInt(4); i > 0 && isAlive(last); i--) {
          last = process.next(); // a token at rest may outlive the refresh token that a kill lost
          assertThat(isAlive(last) || last.equals(RotatingProcess.NEEDS_LOGIN)).as(last).isTrue();
        }
        if (isAlive(last)) {
          process.kill(Duration.ofNanos(random.nextInt(15_000_000)));
        } else {
          logins++;
          refreshToken = issuer.mintRefreshToken("svc", "ada", "orders:read");
        }
      }
    }
    return logins;
  }

  private static boolean isAlive(String line) {
    return line.startsWith("generation ");
  }

  private static SimulatedIssuer issuer(World world) {
    SimulatedIssuer issuer = world.issuer("corp");
    issuer.client("svc").secret("s3cret");
    issuer.habits().tokenLife(Duration.ofSeconds(100));
    return issuer;
  }
}
