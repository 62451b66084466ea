package dev.keybearer.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.gateway.admin.AdminServer.Options;
import dev.keybearer.gateway.scene.RawClient;
import dev.keybearer.gateway.scene.TestTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** M1: the admin port behind TLS, with certificates that it signed itself. */
class HttpsTest {
  @TempDir private static Path folder;

  private static SSLContext first;
  private static SSLContext second;

  private final List<String> journal = new ArrayList<>();
  private final AdminServer server = open(Bounds.STANDARD);

  @BeforeAll
  static void makeKeys() throws Exception {
    first = TestTls.selfSigned(folder.resolve("first.p12"));
    second = TestTls.selfSigned(folder.resolve("second.p12"));
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void answersOverTls() throws IOException {
    Answer answer = ask(first, "TLSv1.3", "Origin: https://localhost");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"status\":\"healthy\"}");
  }

  @Test
  void takesPagesOfItsOwnSchemeOnly() throws IOException {
    assertThat(ask(first, "TLSv1.2", "Origin: http://localhost").status()).isEqualTo(403);
  }

  @Test
  void showsTheKeysOfAReload() throws IOException {
    assertThatThrownBy(() -> ask(second, "TLSv1.3", "X-None: 1")).isInstanceOf(SSLException.class);

    server.use(options(second));

    assertThat(ask(second, "TLSv1.3", "X-None: 1").status()).isEqualTo(200);
    assertThatThrownBy(() -> ask(first, "TLSv1.3", "X-None: 1")).isInstanceOf(SSLException.class);
  }

  /** The platform tells of every address in a form of its own. */
  @Test
  void reloadsWhereItListensAtEveryAddress() throws IOException {
    InetSocketAddress everywhere = new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0);
    Options options = new Options(everywhere, Set.of("admin.example"), first, AdminScene.CLIENTS);
    try (AdminServer anywhere = AdminServer.open(options, ports(), Bounds.STANDARD)) {
      anywhere.use(options);

      assertThatThrownBy(() -> anywhere.use(options(first)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("restart to listen at");
    }
  }

  @Test
  void answersNothingInPlainText() {
    assertThat(RawClient.exchange(port(), AdminScene.request("GET /livez", "")))
        .doesNotContain("HTTP/1.1");
  }

  @Test
  void hangsUpOnWhoeverDoesNotFinishAHandshake() {
    try (AdminServer hasty = open(new Bounds(4, 4, Duration.ofMillis(200)))) {
      String start = "\u0016\u0003\u0001";
      assertThat(RawClient.exchange(hasty.address().getPort(), start)).isEmpty();
    }
  }

  private int port() {
    return server.address().getPort();
  }

  private Answer ask(SSLContext trusting, String version, String field) throws IOException {
    try (SSLSocket socket =
        (SSLSocket)
            trusting.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port())) {
      socket.setSoTimeout(10_000);
      socket.setEnabledProtocols(new String[] {version});
      String request =
          AdminScene.request("GET /health", "", field, AdminScene.bearer(AdminScene.READER));
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readAllBytes();
      return Answer.parse(new String(answer, StandardCharsets.ISO_8859_1));
    }
  }

  private static Options options(SSLContext tls) {
    InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return new Options(free, Set.of(), tls, AdminScene.CLIENTS);
  }

  private Ports ports() {
    return new Ports(new FakeOperations(journal), new RecordingActs(journal), new FakeTime());
  }

  private AdminServer open(Bounds bounds) {
    try {
      return AdminServer.open(options(first), ports(), bounds);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
