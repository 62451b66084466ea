package dev.keybearer.gateway.admin;

import static dev.keybearer.gateway.admin.AdminScene.OPERATOR;
import static dev.keybearer.gateway.admin.AdminScene.READER;
import static dev.keybearer.gateway.admin.AdminScene.SIDECAR;
import static dev.keybearer.gateway.admin.AdminScene.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.scene.RawClient;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** M1, M2: what is answered to whom. */
class RoutesTest {
  private static final String REVOKE = "{\"subject\":\"alice\"}";

  private final AdminScene scene = AdminScene.withClients();

  @AfterEach
  void close() {
    scene.close();
  }

  /** For each route: nobody, reader, operator, sidecar. */
  @ParameterizedTest
  @CsvSource({
    "GET,  /livez,                            200 200 200 200",
    "GET,  /readyz,                           200 200 200 200",
    "GET,  /health,                           401 200 403 403",
    "GET,  /metrics,                          401 200 403 403",
    "GET,  /admin/credentials,                401 200 403 403",
    "POST, /admin/credentials/orders/renew,   401 403 200 403",
    "POST, /admin/credentials/orders/rotate,  401 403 200 403",
    "GET,  /admin/streams,                    401 200 403 403",
    "POST, /admin/streams/events/rotate,      401 403 202 403",
    "POST, /admin/revoke,                     401 403 200 403",
    "POST, /admin/reload,                     401 403 200 403",
    "GET,  /token/orders,                     401 403 403 200",
    "GET,  /token/others,                     401 403 403 403",
    "GET,  /nowhere,                          401 404 404 404",
    "GET,  /,                                 401 404 404 404",
    "POST, /health,                           401 405 405 405",
    "PUT,  /admin/reload,                     401 405 405 405",
    "GET,  /admin/revoke,                     401 405 405 405"
  })
  void answersEachRouteByRole(String method, String path, String statuses) {
    List<Integer> answered =
        Stream.of("X-None: 1", bearer(READER), bearer(OPERATOR), bearer(SIDECAR))
            .map(field -> status(method, path, field))
            .toList();

    assertThat(answered)
        .isEqualTo(Stream.of(statuses.split(" ", -1)).map(Integer::valueOf).toList());
  }

  private int status(String method, String path, String field) {
    String body = path.equals("/admin/revoke") && method.equals("POST") ? REVOKE : "";
    return scene.ask(method + " " + path, body, field, AdminScene.MEANT).status();
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /health, 'GET, HEAD'",
    "DELETE, /token/orders, 'GET, HEAD'",
    "GET, /admin/revoke, POST",
    "OPTIONS, /admin/revoke, POST"
  })
  void saysWhichMethodIsAllowed(String method, String path, String allow) {
    Answer answer = scene.ask(method + " " + path, "", bearer(OPERATOR), AdminScene.MEANT);

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.field("Allow")).isEqualTo(allow);
  }

  @Test
  void answersProbesOfAnyMethodOnlyToGet() {
    assertThat(scene.ask("POST /livez", "", AdminScene.MEANT).status()).isEqualTo(401);
    assertThat(scene.ask("POST /livez", "", AdminScene.MEANT, bearer(READER)).status())
        .isEqualTo(405);
  }

  @Test
  void showsHealthAndMetricsAsTheyAreGiven() {
    assertThat(scene.get("/health", bearer(READER)).body()).isEqualTo("{\"status\":\"healthy\"}");

    Answer metrics = scene.get("/metrics", bearer(READER));
    assertThat(metrics.body()).isEqualTo("# TYPE up gauge\nup 1\n");
    assertThat(metrics.field("Content-Type")).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
  }

  @Test
  void answersHeadWithoutABody() {
    Answer answer = scene.ask("HEAD /metrics", "", bearer(READER));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.field("Content-Length")).isEqualTo("21");
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void showsCredentialsByNameFingerprintAndMoments() {
    assertThat(scene.get("/admin/credentials", bearer(READER)).body())
        .isEqualTo(
            "{\"credentials\":[{\"name\":\"orders\",\"issuer\":\"corp\","
                + "\"grant\":\"client-credentials\",\"usable\":true,"
                + "\"fingerprint\":\"9f86d081884c7d659a2feaa0c55ad015\",\"generation\":7,"
                + "\"renew_from\":\"2026-01-31T08:13:20Z\",\"ends_at\":\"2026-01-31T08:16:40Z\","
                + "\"scopes\":[\"orders:read\",\"orders:write\"],\"refresh_success\":6,"
                + "\"refresh_failure\":1,\"rate_limited\":2,\"secret_rotations\":3,"
                + "\"trouble\":null}]}");
  }

  @Test
  void showsACredentialWithoutATokenAsOne() {
    scene.operations.credentials =
        List.of(
            new CredentialView(
                "bad",
                "corp",
                "device-code",
                false,
                null,
                new CredentialView.Counts(0, 1, 0, 0),
                "nobody has logged in: run keybearer login bad"));

    assertThat(scene.get("/admin/credentials", bearer(READER)).body())
        .contains("\"usable\":false,\"fingerprint\":null,\"generation\":null,")
        .contains("\"trouble\":\"nobody has logged in: run keybearer login bad\"");
  }

  @Test
  void handsOutATokenWithItsRemainingLife() {
    Answer answer = scene.get("/token/orders", bearer(SIDECAR));

    assertThat(answer.body())
        .isEqualTo(
            "{\"token\":\"a-token-that-nobody-may-see\",\"token_type\":\"Bearer\","
                + "\"expires_in\":90,\"expires_at\":\"2026-01-31T08:01:30.500Z\","
                + "\"scopes\":[\"orders:read\"]}");
    assertThat(answer.field("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void saysNoMoreThanThatSomethingIsMissingToThoseWhoMayNotRead() {
    scene.operations.readiness =
        new Operations.Readiness(List.of("credential orders has no token"));

    Answer answer = scene.get("/readyz");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo("{\"status\":\"not_ready\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/livez", "/health", "/nowhere", "/token/orders", "/a//b"})
  void protectsEveryAnswerInABrowser(String path) {
    Answer answer = scene.get(path);

    assertThat(answer.field("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.field("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.field("Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(answer.field("Content-Security-Policy"))
        .isEqualTo("default-src 'none'; frame-ancestors 'none'");
    assertThat(answer.field("Access-Control-Allow-Origin")).isNull();
  }

  @Test
  void refusesAQueryAndWithItATokenInOne() {
    Answer answer = scene.get("/health?access_token=" + READER);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).doesNotContain(READER);
  }

  @Test
  void servesManyRequestsOnOneConnection() {
    try (RawClient client = RawClient.connect(scene.port())) {
      for (int i = 0; i < 20; i++) {
        client.send("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(client.readAnswer()).endsWith("{\"status\":\"alive\"}");
      }
    }
  }
}
