package dev.keybearer.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.scene.RawClient;
import dev.keybearer.token.secret.Secret;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names in paths reach nothing but what they name. */
class HostileNamesTest {
  private final AdminScene scene = AdminScene.withoutClients();

  @AfterEach
  void close() {
    scene.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a%2fb",
        "a%2Fb",
        "..%2f..%2fadmin",
        "%2e%2e",
        "%2e",
        "a%5cb",
        "a%00b",
        "a%0ab",
        "a%0d%0aX:1",
        "a%c2%85b",
        "a;b",
        "a%3bb",
        "%252e",
        "a%252fb",
        "%ff",
        "%c0%ae",
        "%u002e"
      })
  void refusesNamesThatCouldBeReadInTwoWays(String name) {
    String octets =
        AdminScene.request("POST /admin/credentials/" + name + "/renew", "", AdminScene.MEANT);

    // The server itself refuses what is no URI, such as %u.
    assertThat(RawClient.exchange(scene.port(), octets)).startsWith("HTTP/1.1 400");
    assertThat(scene.journal).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/admin/credentials//renew",
        "/admin/credentials/../renew",
        "/admin/credentials/a/../../renew",
        "/admin/credentials/a/b/renew",
        "/admin//credentials/a/renew",
        "/./admin/../../admin/reload",
        "/ADMIN/reload",
        "/admin/reload/x"
      })
  void leadsNowhereElse(String path) {
    assertThat(scene.post(path, "").status()).isIn(400, 404);
    assertThat(scene.journal).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "a%20b, a b",
    "a%2Bb, a+b",
    "a+b, a+b",
    "%3Cscript%3E, <script>",
    "%22%27, \"'",
    "%C3%A4, ä",
    "a.b, a.b",
    "..., ..."
  })
  void readsANameAsItWasMeant(String written, String name) {
    assertThat(scene.post("/admin/credentials/" + written + "/renew", "").status()).isEqualTo(200);
    assertThat(scene.journal).contains("renew " + name);
  }

  @Test
  void givesATokenOnlyOfTheVeryName() {
    AdminClient client =
        new AdminClient(
            "sidecar", Secret.of(AdminScene.SIDECAR), Set.of(), Set.of("a b", "orders"));
    scene.server.use(AdminScene.options(List.of(client)));
    String login = AdminScene.bearer(AdminScene.SIDECAR);

    assertThat(scene.get("/token/a%20b", login).status()).isEqualTo(200);
    assertThat(scene.get("/token/%6frders", login).status()).isEqualTo(200);
    assertThat(scene.get("/token/Orders", login).status()).isEqualTo(403);
    assertThat(scene.get("/token/orders%20", login).status()).isEqualTo(403);
    assertThat(scene.get("/token/x/../orders", login).status()).isEqualTo(200);
    assertThat(scene.get("/token/orders/../x", login).status()).isEqualTo(403);
    assertThat(scene.get("/token/", login).status()).isIn(403, 404);
    assertThat(scene.get("/token/*", login).status()).isEqualTo(403);
  }

  @Test
  void takesAPathOfTheLongestLengthAndNoLongerOne() {
    String longest = "/token/" + "a".repeat(Bounds.TARGET - 7);

    assertThat(scene.get(longest).status()).isEqualTo(403);
    assertThat(scene.get(longest + "a").status()).isEqualTo(414);
  }
}
