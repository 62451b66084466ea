package dev.keybearer.gateway.admin;

import static dev.keybearer.gateway.admin.AdminScene.OPERATOR;
import static dev.keybearer.gateway.admin.AdminScene.READER;
import static dev.keybearer.gateway.admin.AdminScene.SIDECAR;
import static dev.keybearer.gateway.admin.AdminScene.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.admin.Operations.Rotation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** M5, A4: nothing is done before it is recorded that it was asked for. */
class EffectsTest {
  private final AdminScene scene = AdminScene.withClients();

  @AfterEach
  void close() {
    scene.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/admin/credentials/orders/renew, ADMIN_RENEW orders, renew orders,"
        + " token 9f86d081884c7d659a2feaa0c55ad015",
    "/admin/credentials/orders/rotate, ADMIN_ROTATE orders, rotate orders, rotated",
    "/admin/streams/events/rotate, ADMIN_ROTATE_STREAM events, rotate stream events, after"
        + " connection 7",
    "/admin/reload, ADMIN_RELOAD config, reload, route /a/** is new"
  })
  void recordsBeforeAndAfter(String path, String act, String effect, String words) {
    scene.post(path, "", bearer(OPERATOR));

    assertThat(scene.journal)
        .containsExactly(
            "asked operator " + act, effect, "ended operator " + act + " DONE: " + words);
  }

  @Test
  void recordsWhoFetchesATokenAndWhichByItsName() {
    scene.get("/token/orders", bearer(SIDECAR));

    assertThat(scene.journal)
        .containsExactly(
            "asked sidecar TOKEN_FETCHED orders",
            "token orders",
            "ended sidecar TOKEN_FETCHED orders DONE: token 9f86d081884c7d659a2feaa0c55ad015");
  }

  @Test
  void recordsNothingAboutReading() {
    scene.get("/health", bearer(READER));

    assertThat(scene.journal).containsExactly("health");
  }

  @Test
  void recordsWhatAClientMayNotDo() {
    scene.post("/admin/reload", "", bearer(READER));
    scene.get("/token/others", bearer(SIDECAR));
    scene.get("/health", bearer(SIDECAR));

    assertThat(scene.journal)
        .containsExactly(
            "denied reader ADMIN_RELOAD /admin/reload",
            "denied sidecar TOKEN_FETCHED /token/others");
  }

  @Test
  void doesNothingThatCannotBeRecorded() {
    scene.acts.unwritable = true;

    Answer renewal = scene.post("/admin/credentials/orders/renew", "", bearer(OPERATOR));
    Answer token = scene.get("/token/orders", bearer(SIDECAR));

    assertThat(renewal.status()).isEqualTo(503);
    assertThat(renewal.body()).contains("not_recorded").doesNotContain("the disk is full");
    assertThat(token.status()).isEqualTo(503);
    assertThat(token.body()).doesNotContain(FakeOperations.TOKEN);
    assertThat(scene.journal).isEmpty();
  }

  @Test
  void saysWhatWasDoneEvenWhenItsEndCannotBeRecorded() {
    scene.operations.meanwhile = () -> scene.acts.unwritable = true;

    assertThat(scene.post("/admin/reload", "", bearer(OPERATOR)).status()).isEqualTo(200);
    assertThat(scene.journal).containsExactly("asked operator ADMIN_RELOAD config", "reload");
  }

  @Test
  void tellsOfABugNothingButTheNameOfTheCall() {
    scene.operations.meanwhile =
        () -> {
          throw new IllegalStateException("s3cr3t");
        };

    Answer answer = scene.post("/admin/reload", "", bearer(OPERATOR));

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.body())
        .matches(
            "\\{\"error\":\"bug\",\"reason\":\"a bug: its call is in the log\","
                + "\"call\":\"[0-9a-f]{16}\"}");
    assertThat(scene.journal)
        .last()
        .isEqualTo("ended operator ADMIN_RELOAD config FAILED: a bug, see the log");
  }

  @Test
  void answers404ForWhatIsUnknown() {
    scene.operations.renewal = new Outcome.NotFound<>();

    assertThat(scene.post("/admin/credentials/x/renew", "", bearer(OPERATOR)).status())
        .isEqualTo(404);
    assertThat(scene.journal)
        .last()
        .isEqualTo("ended operator ADMIN_RENEW x NOT_FOUND: nothing of that name is known here");
  }

  @Test
  void answers409WithWordsForWhatIsRefused() {
    scene.operations.reloading = new Outcome.Refused<>("keybearer.yaml:3:1: unknown key");

    Answer answer = scene.post("/admin/reload", "", bearer(OPERATOR));

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.body()).contains("\"reason\":\"keybearer.yaml:3:1: unknown key\"");
  }

  @Test
  void answers502ForAFailureWithoutAnEnd() {
    scene.operations.token = new Outcome.Failed<>("corp answered 500", null);

    Answer answer = scene.get("/token/orders", bearer(SIDECAR));

    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.field("Retry-After")).isNull();
    assertThat(answer.body()).contains("corp answered 500");
  }

  @ParameterizedTest
  @CsvSource({"60000, 60", "59001, 60", "1, 1", "0, 1", "-5000, 1"})
  void answers503WithThePatienceThatIsNeeded(long millis, String seconds) {
    scene.operations.renewal =
        new Outcome.Failed<>("corp asks for patience", FakeTime.START.plusMillis(millis));

    Answer answer = scene.post("/admin/credentials/orders/renew", "", bearer(OPERATOR));

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.field("Retry-After")).isEqualTo(seconds);
  }

  @Test
  void answers202WhileTheIssuerDoesNotTakeTheNewSecret() {
    scene.operations.rotation = new Outcome.Done<>(Rotation.PENDING);

    Answer answer = scene.post("/admin/credentials/orders/rotate", "", bearer(OPERATOR));

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body()).isEqualTo("{\"rotation\":\"pending\"}");
  }

  @ParameterizedTest
  @CsvSource({"'', 200", "{}, 200", "' {} ', 200", "[], 400", "{\"a\":1}, 400", "x, 400"})
  void takesNoBodyWhereNoneIsExpected(String body, int status) {
    assertThat(scene.post("/admin/reload", body, bearer(OPERATOR)).status()).isEqualTo(status);
    assertThat(scene.journal).hasSize(status == 200 ? 3 : 0);
  }

  @Test
  void carriesOutManyRenewalsAtOnce() throws Exception {
    CountDownLatch together = new CountDownLatch(32);
    scene.operations.meanwhile = () -> meet(together);
    List<Future<Integer>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 32; i++) {
        String path = "/admin/credentials/c" + i + "/renew";
        all.add(threads.submit(() -> scene.post(path, "", bearer(OPERATOR)).status()));
      }
      for (Future<Integer> each : all) {
        assertThat(each.get()).isEqualTo(200);
      }
    }
    assertThat(scene.journal).hasSize(96).doesNotHaveDuplicates();
  }

  private static void meet(CountDownLatch together) {
    together.countDown();
    try {
      together.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
