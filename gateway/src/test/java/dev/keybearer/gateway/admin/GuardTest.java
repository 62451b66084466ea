package dev.keybearer.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** M1, M3: what a page of another origin makes a browser send is turned away. */
class GuardTest {
  private final AdminScene scene = AdminScene.withoutClients();

  @AfterEach
  void close() {
    scene.close();
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, 200",
    "localhost:9090, 200",
    "LOCALHOST:1, 200",
    "localhost., 200",
    "127.0.0.1, 200",
    "127.0.0.1:9090, 200",
    "127.255.255.254, 200",
    "[::1], 200",
    "[::1]:9090, 200",
    "[0:0:0:0:0:0:0:1]:9090, 200",
    "[::ffff:127.0.0.1], 200",
    "admin.example.com, 200",
    "admin.example.com:443, 200",
    "Admin.Example.COM, 200",
    "fixed.example.com:9090, 200",
    "fixed.example.com:9091, 421",
    "fixed.example.com, 421",
    "example.com, 421",
    "evil.admin.example.com, 421",
    "admin.example.com.evil, 421",
    "localhost.evil, 421",
    "evil.localhost, 421",
    "127.0.0.1.nip.io, 421",
    "127.1, 421",
    "2130706433, 421",
    "0.0.0.0, 421",
    "128.0.0.1, 421",
    "126.255.255.255, 421",
    "[::], 421",
    "[::2], 421",
    "[::ffff:10.0.0.1], 421",
    "192.168.0.1, 421",
    "[::1, 400",
    "::1, 400",
    "localhost:, 400",
    "localhost:0, 400",
    "localhost:65536, 400",
    "localhost:80:80, 400",
    "'localhost, evil', 400",
    "evil@localhost, 400",
    "local host, 400",
    "localhost/evil, 400"
  })
  void takesOnlyNamesThatAreItsOwn(String host, int status) {
    assertThat(scene.get("/health", "Host: " + host).status()).isEqualTo(status);
    assertThat(scene.get("/livez", "Host: " + host).status()).isEqualTo(status);
  }

  @Test
  void takesExactlyOneHost() {
    assertThat(scene.raw("GET /livez HTTP/1.1\r\nConnection: close\r\n\r\n").status())
        .isEqualTo(400);
    assertThat(scene.raw("GET /livez HTTP/1.0\r\n\r\n").status()).isEqualTo(400);
    assertThat(scene.get("/livez", "Host: localhost", "Host: localhost").status()).isEqualTo(400);
    assertThat(scene.get("/livez", "Host: ").status()).isEqualTo(400);
  }

  /** An address in the request line is believed by some instead of Host. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost/livez",
        "http://evil.example/livez",
        "//localhost/livez",
        "//evil.example/livez"
      })
  void takesNoHostFromTheRequestLine(String target) {
    assertThat(scene.get(target).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "'Sec-Fetch-Site: same-origin', 200",
    "'Sec-Fetch-Site: none', 200",
    "'Sec-Fetch-Site: same-site', 403",
    "'Sec-Fetch-Site: cross-site', 403",
    "'Sec-Fetch-Site: anything', 403",
    "'Sec-Fetch-Site:', 403",
    "'Origin: http://localhost', 200",
    "'Origin: http://localhost:80', 200",
    "'Origin: http://localhost:9090', 403",
    "'Origin: https://localhost', 403",
    "'Origin: http://127.0.0.1', 403",
    "'Origin: http://evil.example', 403",
    "'Origin: null', 403",
    "'Origin:', 403",
    "'Origin: localhost', 403"
  })
  void takesNothingFromPagesOfAnotherOrigin(String field, int status) {
    assertThat(scene.get("/health", field).status()).isEqualTo(status);
    assertThat(scene.post("/admin/reload", "", field).status()).isEqualTo(status);
    assertThat(scene.ask("OPTIONS /admin/reload", "", field).status())
        .isEqualTo(status == 200 ? 405 : 403);
  }

  @Test
  void looksAtEverySiteThatIsNamed() {
    assertThat(
            scene
                .get("/health", "Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: cross-site")
                .status())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({
    "'Content-Type: application/json', 200",
    "'Content-Type: Application/JSON; charset=utf-8', 200",
    "'X-Keybearer: 1', 200",
    "'X-Keybearer:', 200",
    "'X-Other: 1', 403",
    "'Content-Type: text/plain', 403",
    "'Content-Type: application/x-www-form-urlencoded', 403",
    "'Content-Type: multipart/form-data; boundary=application/json', 403",
    "'Content-Type: text/plain; application/json', 403",
    "'Content-Type: application/jsonp', 403"
  })
  void takesOnlyWritesThatNoFormCanSend(String field, int status) {
    Answer answer = scene.ask("POST /admin/reload", "", field);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(scene.journal).hasSize(status == 200 ? 3 : 0);
  }

  @Test
  void takesNoWriteOfTwoContentTypes() {
    assertThat(
            scene
                .ask(
                    "POST /admin/reload",
                    "",
                    "Content-Type: application/json",
                    "Content-Type: text/plain")
                .status())
        .isEqualTo(403);
  }
}
