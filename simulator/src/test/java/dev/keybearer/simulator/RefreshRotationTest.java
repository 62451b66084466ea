package dev.keybearer.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefreshRotationTest {
  private final World world = World.open();
  private final SimulatedIssuer issuer = world.issuer("corp");
  private final HttpUser user = new HttpUser();
  private String first = "";

  @BeforeEach
  void register() {
    world.clock().freeze();
    issuer.client("app").secret("s3cret");
    issuer.habits().tokenForm(TokenForm.OPAQUE);
    first = issuer.mintRefreshToken("app", "ada", "a", "b");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void givesSuccessorForCurrentToken() throws Exception {
    HttpUser.Reply reply = refresh(first);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text("refresh_token")).isNotEmpty().isNotEqualTo(first);
    assertThat(reply.text("scope")).isEqualTo("a b");
    assertThat(isLive(reply.text("access_token"))).isTrue();
  }

  @Test
  void killsTheFamilyWithItsAccessTokensOnReuse() throws Exception {
    HttpUser.Reply second = refresh(first);

    HttpUser.Reply reuse = refresh(first);

    assertThat(reuse.status()).isEqualTo(400);
    assertThat(reuse.text("error")).isEqualTo("invalid_grant");
    assertThat(refresh(second.text("refresh_token")).status()).isEqualTo(400);
    assertThat(isLive(second.text("access_token"))).isFalse();
  }

  @Test
  void givesDirectPredecessorTheSameSuccessorWithinTheGrace() throws Exception {
    issuer.habits().refreshGrace(Duration.ofSeconds(10));
    String second = refresh(first).text("refresh_token");

    world.clock().advance(Duration.ofSeconds(10).minusNanos(1));
    HttpUser.Reply retry = refresh(first);

    assertThat(retry.text("refresh_token")).isEqualTo(second);
    assertThat(refresh(second).status()).isEqualTo(200);
  }

  @Test
  void killsTheFamilyFromTheInstantTheGraceEnds() throws Exception {
    issuer.habits().refreshGrace(Duration.ofSeconds(10));
    String second = refresh(first).text("refresh_token");

    world.clock().advance(Duration.ofSeconds(10));

    assertThat(refresh(first).status()).isEqualTo(400);
    assertThat(refresh(second).status()).isEqualTo(400);
  }

  @Test
  void acceptsOnlyTheDirectPredecessorWithinTheGrace() throws Exception {
    issuer.habits().refreshGrace(Duration.ofMinutes(10));
    String second = refresh(first).text("refresh_token");
    String third = refresh(second).text("refresh_token");

    assertThat(refresh(first).status()).isEqualTo(400);
    assertThat(refresh(third).status()).isEqualTo(400);
  }

  @Test
  void keepsTokenWhenThatIsTheHabit() throws Exception {
    issuer.habits().refreshTokens(RefreshTokens.KEPT);
    assertThat(refresh(first).text("refresh_token")).isEqualTo(first);

    issuer.habits().refreshTokens(RefreshTokens.KEPT_UNSAID);
    assertThat(refresh(first).json().has("refresh_token")).isFalse();
    assertThat(refresh(first).status()).isEqualTo(200);
  }

  @Test
  void expiresRefreshTokenUnusedForItsLifeWithoutCallingItTheft() throws Exception {
    issuer.habits().refreshLife(Duration.ofDays(1));
    world.clock().advance(Duration.ofDays(1).minusNanos(1));
    String second = refresh(first).text("refresh_token");

    world.clock().advance(Duration.ofDays(1));

    assertThat(second).isNotEmpty();
    assertThat(refresh(second).text("error")).isEqualTo("invalid_grant");
  }

  @Test
  void narrowsButNeverWidensScopes() throws Exception {
    HttpUser.Reply wider = refresh(first, "a c");
    assertThat(wider.text("error")).isEqualTo("invalid_scope");

    HttpUser.Reply narrower = refresh(first, "a");
    assertThat(narrower.text("scope")).isEqualTo("a");
    assertThat(refresh(narrower.text("refresh_token")).text("scope")).isEqualTo("a b");
  }

  @Test
  void refusesTokenOfAnotherClientAndLeavesTheFamilyAlive() throws Exception {
    issuer.client("thief").secret("t");

    HttpUser.Reply theft =
        user.formWithBasic(
            issuer.tokenEndpoint(),
            "thief:t",
            "grant_type",
            "refresh_token",
            "refresh_token",
            first);

    assertThat(theft.text("error")).isEqualTo("invalid_grant");
    assertThat(refresh(first).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "a.b", "a.1.b", "a.x.b", "a.99999999999999999999.b", ".."})
  void refusesMalformedToken(String malformed) throws Exception {
    assertThat(refresh(malformed).text("error")).isEqualTo("invalid_grant");
  }

  /** An invented later generation proves nothing: its proof cannot be known. */
  @Test
  void takesForgedGenerationForUnknownRatherThanForTheft() throws Exception {
    String forged = first.replace(".1.", ".0.");
    String later = first.replace(".1.", ".2.");

    assertThat(refresh(forged).text("error")).isEqualTo("invalid_grant");
    assertThat(refresh(later).text("error")).isEqualTo("invalid_grant");
    assertThat(refresh(first).status()).isEqualTo(200);
  }

  /** Of many uses in one instant one wins, and the others end the family. */
  @Test
  void letsOnlyOneOfManyParallelUsesWin() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Future<Integer>> uses = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        uses.add(
            threads.submit(
                () -> {
                  gate.await();
                  return refresh(first).status();
                }));
      }
      gate.countDown();

      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> use : uses) {
        statuses.add(use.get());
      }
      assertThat(statuses).containsOnlyOnce(200);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void revokesFamilyAtTheIssuersWill() throws Exception {
    HttpUser.Reply second = refresh(first);

    issuer.revoke(second.text("refresh_token"));

    assertThat(isLive(second.text("access_token"))).isFalse();
    assertThat(refresh(second.text("refresh_token")).status()).isEqualTo(400);
  }

  private HttpUser.Reply refresh(String token, String... scope) throws Exception {
    return user.formWithBasic(
        issuer.tokenEndpoint(),
        "app:s3cret",
        "grant_type",
        "refresh_token",
        "refresh_token",
        token,
        "scope",
        String.join(" ", scope));
  }

  private boolean isLive(String token) throws Exception {
    return user.formWithBasic(issuer.introspectionEndpoint(), "app:s3cret", "token", token)
        .json()
        .path("active")
        .asBoolean();
  }
}
