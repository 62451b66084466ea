package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.gateway.exchange.TunnelTerms;
import dev.keybearer.gateway.exchange.WireFault;
import dev.keybearer.gateway.scene.Authority;
import dev.keybearer.gateway.scene.Authority.Issued;
import dev.keybearer.gateway.scene.Eventually;
import dev.keybearer.gateway.scene.FakeTime;
import dev.keybearer.gateway.scene.GatewayScene;
import dev.keybearer.gateway.scene.RawClient;
import dev.keybearer.gateway.scene.Sockets;
import dev.keybearer.gateway.scene.Tool;
import dev.keybearer.gateway.scene.Ways;
import dev.keybearer.gateway.tls.CallerTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS towards callers, by clients that are not ours (G10, H6). */
class CallerTlsTest {
  private static final String GET = "GET /a HTTP/1.1\r\nHost: api\r\n\r\n";
  private static final String LAST = "GET /a HTTP/1.1\r\nHost: api\r\nConnection: close\r\n\r\n";

  private final Authority authority = Authority.of("Test Authority");
  private final Issued first = authority.issue("first", "localhost", "127.0.0.1");
  private final Issued second = authority.issue("second", "second.example");
  private final Issued wild = authority.issue("wild", "*.wild.example");
  private final FakeTime time = FakeTime.standing();
  private final GatewayScene scene =
      GatewayScene.openOnOneLoop(time)
          .route("/short", Ways.bodies(10, 10), "POST")
          .route("/**", "GET", "POST");

  @TempDir private Path folder;

  @BeforeEach
  void encrypt() {
    scene.tls(
        CallerTls.of(
            List.of(first.identity(), second.identity(), wild.identity()),
            authority.trust(),
            CallerTls.Rules.STANDARD));
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void servesCallsOneAfterTheOtherAndTellsUpstreamsOfTls() {
    try (RawClient client = connect("localhost")) {
      assertThat(client.send(GET).readAnswer()).startsWith("HTTP/1.1 200 ").endsWith("ok");
      assertThat(client.send(GET).readAnswer()).startsWith("HTTP/1.1 200 ").endsWith("ok");
      assertThat(client.send(LAST).readToEnd()).startsWith("HTTP/1.1 200 ").endsWith("ok");
    }
    assertThat(scene.upstream().seen()).hasSize(3);
    assertThat(scene.upstream().seen())
        .extracting(seen -> seen.value("x-forwarded-proto"))
        .containsOnly("https");
  }

  @Test
  void showsTheCertificateOfTheNameThatIsAskedFor() {
    assertThat(shown("localhost")).isEqualTo("CN=first");
    assertThat(shown("second.example")).isEqualTo("CN=second");
    assertThat(shown("Second.Example")).isEqualTo("CN=second");
    assertThat(shown("a.wild.example")).isEqualTo("CN=wild");
    assertThatThrownBy(() -> shown("a.b.wild.example"))
        .hasMessageContaining("CN=first is for localhost, 127.0.0.1 and not for a.b.wild.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void speaksBothVersionsWithOpenssl(String version) {
    String said = openssl(LAST, version, "-servername", "a.wild.example", "-quiet");

    assertThat(said).contains("HTTP/1.1 200 ").endsWith("ok");
    assertThat(openssl("Q\n", version, "-servername", "second.example"))
        .contains("subject=CN = second", "issuer=CN = Test Authority", "Verify return code: 0 (ok)")
        .containsPattern("Cipher is (TLS_AES|ECDHE).*(GCM|POLY1305)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1", "-tls1_1"})
  void speaksNoOlderVersion(String version) {
    assertThat(openssl("Q\n", version, "-cipher", "ALL:@SECLEVEL=0")).contains("Cipher is (NONE)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ECDHE-ECDSA-AES128-SHA256", "ECDHE-ECDSA-AES256-SHA", "AES128-SHA"})
  void speaksNoWeakCipher(String cipher) {
    assertThat(openssl("Q\n", "-tls1_2", "-cipher", cipher + ":@SECLEVEL=0"))
        .contains("Cipher is (NONE)");
  }

  @Test
  void takesNoPartInARenegotiation() {
    String said = openssl("R\n", "-tls1_2");

    assertThat(said).contains("RENEGOTIATING").doesNotContain("HTTP/1.1");
    Eventually.holds("it is closed", () -> scene.wire().counts().clients() == 0);
    assertThat(scene.wire().counts().handshakesFailed()).isZero();
    assertThat(scene.calls().malformed()).containsExactly(WireFault.HANDSHAKE);
  }

  @Test
  void answersNoPlainRequest() {
    assertThat(RawClient.exchange(scene.port(), LAST)).doesNotContain("HTTP/1.1");
    Eventually.holds("it has failed", () -> scene.wire().counts().handshakesFailed() == 1);
    Eventually.holds("it is told", () -> !scene.calls().malformed().isEmpty());
    assertThat(scene.calls().malformed()).containsExactly(WireFault.HANDSHAKE);
  }

  /** A caller who leaves or does not believe this end is refused nothing. */
  @Test
  void tellsNothingOfCallersWhoDoNotWantIt() {
    try (RawClient client = RawClient.connect(scene.port())) {
      client.send("\u0016\u0003\u0001\u0002\u0000");
      Eventually.holds("it has come", () -> scene.wire().counts().clients() == 1);
    }
    RawClient.exchange(scene.port(), "\u0015\u0003\u0003\u0000\u0002\u0001\u0000"); // close_notify
    assertThatThrownBy(
            () ->
                RawClient.connect(
                    scene.port(), Authority.of("Another Authority").context(), "localhost"))
        .isInstanceOf(UncheckedIOException.class);

    Eventually.holds("all have failed", () -> scene.wire().counts().handshakesFailed() == 3);
    time.awaitTicks(); // whatever the loop had to tell is told
    assertThat(scene.calls().malformed()).isEmpty();
  }

  @Test
  void endsHandshakesThatTakeTooLong() {
    try (RawClient client = RawClient.connect(scene.port())) {
      client.send("\u0016\u0003\u0001\u0002\u0000");
      Eventually.holds("it has come", () -> scene.wire().counts().clients() == 1);
      time.awaitTicks();
      time.advance(Duration.ofSeconds(10).minusMillis(1));
      time.awaitTicks();
      assertThat(scene.wire().counts().clients()).isEqualTo(1);

      time.advance(Duration.ofMillis(1));

      client.readToEnd();
    }
    Eventually.holds("it has failed", () -> scene.wire().counts().handshakesFailed() == 1);
    Eventually.holds("it is told", () -> !scene.calls().malformed().isEmpty());
    assertThat(scene.calls().malformed()).containsExactly(WireFault.HANDSHAKE);
  }

  /** A connection that is closed with unread octets loses the answer that was just sent on it. */
  @Test
  void letsACallerReadARefusalBeforeItsBodyIsSent() {
    try (RawClient client = connect("localhost")) {
      client.send("POST /short HTTP/1.1\r\nHost: api\r\nContent-Length: 5000000\r\n\r\n");
      client.sendInPieces("x".repeat(5_000_000), 100_000);

      assertThat(client.readToEnd()).startsWith("HTTP/1.1 413 ").contains("body_too_long", "close");
    }
  }

  @Test
  void endsHandshakesUnderWayWhenItDrains() throws InterruptedException {
    try (RawClient client = RawClient.connect(scene.port())) {
      client.send("\u0016\u0003\u0001\u0002\u0000");
      Eventually.holds("it has come", () -> scene.wire().counts().clients() == 1);

      assertThat(scene.wire().drain(Duration.ofSeconds(10))).isTrue();
    }
  }

  @Test
  void letsACallOverTlsEndWhenItDrains() throws InterruptedException {
    try (RawClient client = connect("localhost")) {
      client.send(GET);
      client.readAnswer();
      assertThat(scene.wire().drain(Duration.ofSeconds(10))).isTrue();
      assertThat(client.readToEnd()).isEmpty();
    }
  }

  /** A tunnel is octets like any others. */
  @Test
  void carriesTunnels() {
    TunnelTerms.Bounds roomy =
        new TunnelTerms.Bounds(1 << 20, Duration.ofMinutes(5), Duration.ofDays(1));
    scene.route("/events", Ways.tunnelling(roomy), "GET");
    scene.upstream().always(new Sockets().echo());
    try (RawClient client = connect("localhost")) {
      client.send(
          String.join(
              "\r\n",
              "GET /events HTTP/1.1",
              "Host: api",
              "Connection: Upgrade",
              "Upgrade: websocket",
              "Sec-WebSocket-Version: 13",
              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
              "",
              ""));
      assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");

      client.send("\u0081\u0082\0\0\0\0hi");

      assertThat(client.read(4)).isEqualTo("\u0081\u0002hi");
    }
  }

  private String shown(String host) {
    try (RawClient client = connect(host)) {
      return client.shown().getSubjectX500Principal().getName();
    }
  }

  private RawClient connect(String host) {
    return RawClient.connect(scene.port(), authority.context(), host);
  }

  private String openssl(String input, String... options) {
    try {
      Path trusted = Files.writeString(folder.resolve("ca.pem"), authority.pem());
      List<String> all =
          new ArrayList<>(
              List.of(
                  "s_client",
                  "-connect",
                  "127.0.0.1:" + scene.port(),
                  "-CAfile",
                  trusted.toString()));
      all.addAll(List.of(options));
      return Tool.of("openssl").run(input, all.toArray(String[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
