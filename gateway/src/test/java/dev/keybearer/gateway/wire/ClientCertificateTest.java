package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.gateway.exchange.WireFault;
import dev.keybearer.gateway.scene.Authority;
import dev.keybearer.gateway.scene.Authority.Form;
import dev.keybearer.gateway.scene.Authority.Issued;
import dev.keybearer.gateway.scene.GatewayScene;
import dev.keybearer.gateway.scene.Mint;
import dev.keybearer.gateway.scene.RawClient;
import dev.keybearer.gateway.scene.Ways;
import dev.keybearer.gateway.tls.CallerTls;
import dev.keybearer.gateway.tls.CallerTls.Certificates;
import dev.keybearer.token.TimeSource;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Callers that show certificates, and tokens that are bound to them (V21, RFC 8705). */
class ClientCertificateTest {
  private final Authority authority = Authority.of("Test Authority");

  /** Of the same name, so that clients show what it has issued. */
  private final Authority stranger = Authority.of("Test Authority");

  private final Issued server = authority.issue("server", "localhost");
  private final Issued alice = authority.issue("alice");
  private final Issued bob = authority.issue("bob");
  private final Mint mint = Mint.open(TimeSource.system());
  private final GatewayScene scene =
      GatewayScene.open().route("/**", Ways.accepting(mint.accepting()), "GET");

  @AfterEach
  void close() {
    scene.close();
    mint.close();
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, nothing, true",
    "NONE, alice, true",
    "NONE, strange, true",
    "WANTED, nothing, true",
    "WANTED, alice, true",
    "WANTED, strange, false",
    "WANTED, expired, false",
    "NEEDED, nothing, false",
    "NEEDED, alice, true",
    "NEEDED, strange, false",
    "NEEDED, expired, false"
  })
  void servesWhoShowsWhatIsAskedFor(Certificates asked, String shown, boolean served) {
    ask(asked);
    SSLContext tls =
        switch (shown) {
          case "alice" -> authority.context(alice);
          case "strange" -> authority.context(stranger.issue("alice"));
          case "expired" ->
              authority.context(
                  authority.issue("alice", new Form("EC", Authority.days(-9), Authority.days(-1))));
          default -> authority.context();
        };
    if (served) {
      assertThat(call(tls, mint.token())).startsWith("HTTP/1.1 200 ");
    } else {
      assertThatThrownBy(() -> call(tls, mint.token())).isInstanceOf(UncheckedIOException.class);
      assertThat(scene.upstream().seen()).isEmpty();
      assertThat(scene.calls().malformed()).containsExactly(WireFault.CERTIFICATE);
    }
  }

  @ParameterizedTest
  @CsvSource({"WANTED, alice, 200", "WANTED, bob, 401", "WANTED, nothing, 401", "NONE, alice, 401"})
  void takesABoundTokenOverItsCertificateOnly(Certificates asked, String shown, int status) {
    ask(asked);
    SSLContext tls =
        switch (shown) {
          case "alice" -> authority.context(alice);
          case "bob" -> authority.context(bob);
          default -> authority.context();
        };
    String token = mint.tokenWith("\"cnf\":{\"x5t#S256\":\"" + alice.thumbprint() + "\"}");

    assertThat(call(tls, token)).startsWith("HTTP/1.1 " + status);
    assertThat(call(tls, mint.token())).startsWith("HTTP/1.1 200 ");
  }

  /** What was judged good for one caller is not good for the next. */
  @Test
  void judgesABoundTokenAnewOnEachConnection() {
    ask(Certificates.WANTED);
    String token = mint.tokenWith("\"cnf\":{\"x5t#S256\":\"" + alice.thumbprint() + "\"}");
    for (int i = 0; i < 3; i++) {
      assertThat(call(authority.context(alice), token)).startsWith("HTTP/1.1 200 ");
      assertThat(call(authority.context(bob), token)).startsWith("HTTP/1.1 401 ");
    }
  }

  @Test
  void refusesABoundTokenWithoutTls() {
    String token = mint.tokenWith("\"cnf\":{\"x5t#S256\":\"" + alice.thumbprint() + "\"}");

    assertThat(scene.get("/a", "Authorization: Bearer " + token)).startsWith("HTTP/1.1 401 ");
  }

  /** A session that is resumed knows who began it. */
  @Test
  void knowsTheCertificateOfAResumedSession() {
    ask(Certificates.NEEDED);
    String token = mint.tokenWith("\"cnf\":{\"x5t#S256\":\"" + alice.thumbprint() + "\"}");
    SSLContext tls = authority.context(alice);
    for (int i = 0; i < 4; i++) {
      assertThat(call(tls, token)).startsWith("HTTP/1.1 200 ");
    }
  }

  private void ask(Certificates asked) {
    scene.tls(
        CallerTls.of(
            List.of(server.identity()),
            authority.trust(),
            new CallerTls.Rules(CallerTls.Version.TLS_1_2, asked, false, Duration.ofSeconds(10))));
  }

  private String call(SSLContext tls, String token) {
    try (RawClient client = RawClient.connect(scene.port(), tls, "localhost")) {
      client.send("GET /a HTTP/1.1\r\nHost: api\r\nAuthorization: Bearer " + token + "\r\n\r\n");
      return client.readAnswer();
    }
  }
}
