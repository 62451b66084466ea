package dev.keybearer.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What everybody on this machine may do where no clients are known. */
class WithoutClientsTest {
  private final AdminScene scene = AdminScene.withoutClients();

  @AfterEach
  void close() {
    scene.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET,  /livez, 200",
    "GET,  /readyz, 200",
    "GET,  /health, 200",
    "GET,  /metrics, 200",
    "GET,  /admin/credentials, 200",
    "POST, /admin/credentials/orders/renew, 200",
    "POST, /admin/credentials/orders/rotate, 200",
    "GET,  /admin/streams, 200",
    "POST, /admin/streams/events/rotate, 202",
    "POST, /admin/reload, 200",
    "GET,  /nowhere, 404",
    "PUT,  /health, 405"
  })
  void isOpen(String method, String path, int status) {
    assertThat(scene.ask(method + " " + path, "", AdminScene.MEANT).status()).isEqualTo(status);
  }

  @Test
  void handsOutNoTokenAndSaysWhatToDo() {
    Answer answer = scene.get("/token/orders");

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.body()).contains("configure an admin client");
    assertThat(scene.journal).containsExactly("denied local TOKEN_FETCHED /token/orders");
  }

  @Test
  void saysWhatIsMissing() {
    scene.operations.readiness = new Operations.Readiness(List.of("orders has no token"));

    Answer answer = scene.get("/readyz");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.body())
        .isEqualTo("{\"status\":\"not_ready\",\"missing\":[\"orders has no token\"]}");
  }
}
