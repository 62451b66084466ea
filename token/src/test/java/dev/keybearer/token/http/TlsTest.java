package dev.keybearer.token.http;

import static dev.keybearer.token.http.NoAnswer.Fate.NOT_SENT;
import static dev.keybearer.token.http.NoAnswer.Fate.UNKNOWN;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** F11, H6: no request leaves before the other side has shown who it is. */
class TlsTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(400);

  @TempDir private static Path folder;
  private static KeyStore server;
  private static KeyStore client;

  @BeforeAll
  static void makeKeys() throws Exception {
    FakeAuthority authority = new FakeAuthority(folder);
    server = authority.key("server", "ip:127.0.0.1");
    client = authority.key("client", "dns:client.example");
  }

  @Test
  void asksServerItTrusts() throws Exception {
    try (FakeServer fake = secure(FakeAuthority.context(server, client))) {
      Exchange exchange = exchange(FakeAuthority.context(null, server));

      assertThat(exchange.send(form(fake), LONG).status()).isEqualTo(204);
    }
  }

  @Test
  void untrustedCertificateSentNothing() throws Exception {
    try (FakeServer fake = secure(FakeAuthority.context(server, client))) {
      Exchange exchange = JdkExchange.of();

      assertFailure(exchange, form(fake), NOT_SENT, "TLS failed: ", "certification path");
      assertFailure(
          exchange, Ask.get(fake.secureUri("/t")), NOT_SENT, "TLS failed: ", "certification path");
      assertThat(fake.requestCount()).isZero();
    }
  }

  @Test
  void certificateOfAnotherHostSentNothing() throws Exception {
    try (FakeServer fake = secure(FakeAuthority.context(client, client))) {
      Exchange exchange = exchange(FakeAuthority.context(null, client));

      assertFailure(exchange, form(fake), NOT_SENT, "TLS failed: ", "127.0.0.1");
      assertThat(fake.requestCount()).isZero();
    }
  }

  @Test
  void serverWithoutTlsSawNoRequest() throws Exception {
    try (FakeServer plain =
        FakeServer.doing(
            (fake, socket) -> {
              socket.getInputStream().read(new byte[8192]);
              answer(socket);
              fake.awaitEnd(socket);
            })) {
      assertFailure(JdkExchange.of(), form(plain), NOT_SENT, "TLS failed: ");
    }
  }

  /**
   * The client takes an end of the connection for an end of the handshake and hands the request to
   * an engine that can no longer encrypt it. Nothing tells this from a later end, so the fate is
   * the worse one.
   */
  @Test
  void handshakeCutShortClaimsNoMoreThanIsKnown() throws Exception {
    try (FakeServer cutting =
        FakeServer.doing((fake, socket) -> socket.getInputStream().read(new byte[8192]))) {
      assertFailure(JdkExchange.of(), form(cutting), UNKNOWN, "TLS failed: ");
    }
  }

  @Test
  void handshakeThatNeverEndsSentNothing() throws Exception {
    try (FakeServer silent = FakeServer.doing(FakeServer::awaitEnd)) {
      NoAnswer early =
          catchThrowableOfType(NoAnswer.class, () -> JdkExchange.of().send(form(silent), SHORT));

      assertThat(early.fate()).isEqualTo(NOT_SENT);
      assertFailure(JdkExchange.of(), form(silent), NOT_SENT, "no connection within 2000 ms");
    }
  }

  @Test
  void showsItsCertificateToServerThatAsksForIt() throws Exception {
    try (FakeServer fake = demandingCertificate("TLSv1.3")) {
      Exchange exchange = exchange(FakeAuthority.context(client, server));

      assertThat(exchange.send(form(fake), LONG).status()).isEqualTo(204);
    }
  }

  /**
   * The server ends the handshake without reading on, so whether the client sees its alert or only
   * the end is up to the network, and with TLS 1.3 the request may be on its way by then. No fate
   * is promised; the server never sees the request.
   */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void missingClientCertificateIsRefusedUnseen(String protocol) throws Exception {
    Exchange exchange = exchange(FakeAuthority.context(null, server));
    try (FakeServer fake = demandingCertificate(protocol)) {
      assertThatExceptionOfType(NoAnswer.class)
          .isThrownBy(() -> exchange.send(form(fake), LONG))
          .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("CANARY"));
      assertThat(fake.requestCount()).isZero();
    }
  }

  private static void assertFailure(
      Exchange exchange, Ask ask, NoAnswer.Fate fate, String... said) {
    NoAnswer failure = catchThrowableOfType(NoAnswer.class, () -> exchange.send(ask, LONG));

    assertThat(failure.fate()).as(failure.getMessage()).isEqualTo(fate);
    assertThat(failure).hasMessageContainingAll(said);
    assertThat(failure.getMessage()).doesNotContain("CANARY");
  }

  private static Exchange exchange(SSLContext tls) {
    return JdkExchange.of(tls, null, System::nanoTime);
  }

  private static Ask form(FakeServer fake) {
    URI uri = fake.secureUri("/token");
    return Ask.form(uri, Map.of("refresh_token", "CANARY"));
  }

  private static FakeServer demandingCertificate(String protocol) throws Exception {
    SSLServerSocket listener = FakeAuthority.listener(FakeAuthority.context(server, client));
    listener.setNeedClientAuth(true);
    listener.setEnabledProtocols(new String[] {protocol});
    return FakeServer.on(listener, TlsTest::serve);
  }

  private static FakeServer secure(SSLContext context) throws IOException {
    return FakeServer.on(FakeAuthority.listener(context), TlsTest::serve);
  }

  private static void serve(FakeServer fake, Socket socket) throws IOException {
    if (fake.readRequest(socket)) {
      answer(socket);
    }
  }

  private static void answer(Socket socket) throws IOException {
    socket.getOutputStream().write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(US_ASCII));
  }
}
