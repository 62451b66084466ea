package dev.keybearer.gateway.admin;

import static dev.keybearer.gateway.admin.AdminScene.READER;
import static dev.keybearer.gateway.admin.AdminScene.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.secret.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** M2: who is let in, and who is held back. */
class EntranceTest {
  private static final String WRONG = bearer("not-the-secret-of-anybody");

  private final AdminScene scene = AdminScene.withClients();

  @AfterEach
  void close() {
    scene.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer ", "bearer ", "BEARER ", "Bearer    "})
  void takesASecretBehindBearerInAnyCase(String scheme) {
    assertThat(scene.get("/health", "Authorization: " + scheme + READER).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Basic dXNlcjpwYXNz", "Bearer", "DPoP " + READER, READER, "", "Token " + READER})
  void asksForASecretWhereNoneIsShown(String value) {
    Answer answer = scene.get("/health", "Authorization: " + value);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.field("WWW-Authenticate")).isEqualTo("Bearer realm=\"keybearer admin\"");
    assertThat(scene.journal).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "the-secret-of-the-reade",
        "the-secret-of-the-readers",
        "THE-SECRET-OF-THE-READER",
        "the-secret-of-the-reader,",
        "the-secret-of-the-reader the-secret-of-the-operator",
        "\u00ff"
      })
  void refusesASecretThatIsNobodysAndRecordsIt(String secret) {
    Answer answer = scene.get("/health", bearer(secret));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.field("WWW-Authenticate"))
        .isEqualTo("Bearer realm=\"keybearer admin\", error=\"invalid_token\"");
    assertThat(answer.body()).doesNotContain(secret);
    assertThat(scene.journal).containsExactly("denied nobody ADMIN_LOGIN_FAILED admin");
  }

  @Test
  void takesAtMostOneAuthorization() {
    assertThat(scene.get("/health", bearer(READER), bearer(READER)).status()).isEqualTo(400);
  }

  @Test
  void refusesWhetherOrNotItCouldBeRecorded() {
    scene.acts.unwritable = true;

    assertThat(scene.get("/health", WRONG).status()).isEqualTo(401);
  }

  @Test
  void holdsAnAddressBackFromItsEleventhTryOnForTheRestOfTheMinute() {
    for (int i = 0; i < Throttle.MOST_FAILURES; i++) {
      assertThat(scene.get("/health", WRONG).status()).isEqualTo(401);
    }
    scene.time.advance(Duration.ofSeconds(20));

    Answer eleventh = scene.get("/health", WRONG);

    assertThat(eleventh.status()).isEqualTo(429);
    assertThat(eleventh.field("Retry-After")).isEqualTo("40");
    assertThat(scene.get("/health", bearer(READER)).status()).isEqualTo(429);
    assertThat(scene.get("/health").status()).isEqualTo(401);
    assertThat(scene.get("/livez").status()).isEqualTo(200);
    assertThat(scene.journal.stream().filter(each -> each.startsWith("denied")))
        .hasSize(Throttle.MOST_FAILURES);
  }

  @Test
  void letsTheRightSecretInAfterNineFailures() {
    for (int i = 0; i < Throttle.MOST_FAILURES - 1; i++) {
      scene.get("/health", WRONG);
    }
    assertThat(scene.get("/health", bearer(READER)).status()).isEqualTo(200);
  }

  @Test
  void letsAnAddressTryAgainWhenTheMinuteHasPassed() {
    for (int i = 0; i < Throttle.MOST_FAILURES; i++) {
      scene.get("/health", WRONG);
    }
    scene.time.advance(Duration.ofSeconds(60).minusNanos(1));
    Answer last = scene.get("/health", bearer(READER));
    scene.time.advance(Duration.ofNanos(1));

    assertThat(last.status()).isEqualTo(429);
    assertThat(last.field("Retry-After")).isEqualTo("1");
    assertThat(scene.get("/health", bearer(READER)).status()).isEqualTo(200);
  }

  @Test
  void letsNoMoreThanTenOfManyGuessesAtOnceBeJudged() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> all =
          IntStream.range(0, 40)
              .mapToObj(
                  _ ->
                      threads.submit(
                          () -> {
                            gate.await();
                            return scene.get("/health", WRONG).status();
                          }))
              .toList();
      gate.countDown();
      int judged = 0;
      for (Future<Integer> each : all) {
        judged += each.get() == 401 ? 1 : 0;
      }
      assertThat(judged).isEqualTo(Throttle.MOST_FAILURES);
    }
  }

  @Test
  void knowsTheClientsOfAReload() {
    AdminClient next =
        new AdminClient("next", Secret.of("the-secret-of-the-next"), Set.of(Role.READ), Set.of());

    scene.server.use(AdminScene.options(List.of(next)));

    assertThat(scene.get("/health", bearer(READER)).status()).isEqualTo(401);
    assertThat(scene.get("/health", bearer("the-secret-of-the-next")).status()).isEqualTo(200);
  }
}
