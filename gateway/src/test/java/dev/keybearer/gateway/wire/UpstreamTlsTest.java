package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.call.Refusal;
import dev.keybearer.gateway.scene.Authority;
import dev.keybearer.gateway.scene.Authority.Form;
import dev.keybearer.gateway.scene.Authority.Issued;
import dev.keybearer.gateway.scene.GatewayScene;
import dev.keybearer.gateway.scene.RawUpstream;
import dev.keybearer.gateway.scene.Ways;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** TLS towards upstreams: who is taken, and what is said of who is not (F11, H6). */
class UpstreamTlsTest {
  private final Authority authority = Authority.of("Corp Authority");
  private final Authority stranger = Authority.of("Other Authority");
  private final GatewayScene scene = GatewayScene.open();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void goesWhereTheCertificateIsOfATrustedAuthority() {
    String answer = ask(authority.issue("api", "localhost"), "localhost", authority.context());

    assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("ok");
  }

  @Test
  void refusesOneThatHasExpiredAndSaysWhen() {
    var past = Authority.days(-1);
    Issued expired = authority.issue("api", new Form("EC", Authority.days(-9), past), "localhost");

    assertThat(ask(expired, "localhost", authority.context()))
        .startsWith("HTTP/1.1 502 ")
        .doesNotContain("CN=api");
    assertThat(detail())
        .contains("no TLS with https://localhost:", "the certificate CN=api expired at ")
        .contains(past.toString().substring(0, 19), "its owner has to renew it");
  }

  @Test
  void refusesOneThatIsNotValidYet() {
    Issued early =
        authority.issue("api", new Form("EC", Authority.days(1), Authority.days(9)), "localhost");

    assertThat(ask(early, "localhost", authority.context())).startsWith("HTTP/1.1 502 ");
    assertThat(detail()).contains("the certificate CN=api is not valid before ");
  }

  @Test
  void refusesOneForAnotherHostAndSaysForWhich() {
    Issued other = authority.issue("api", "other.example", "127.0.0.1");

    assertThat(ask(other, "localhost", authority.context())).startsWith("HTTP/1.1 502 ");
    assertThat(detail())
        .contains("CN=api is for other.example, 127.0.0.1 and not for localhost: use one of");
  }

  @Test
  void refusesOneOfAnUnknownAuthorityAndSaysOfWhich() {
    Issued unknown = stranger.issue("api", "localhost");

    assertThat(ask(unknown, "localhost", authority.context())).startsWith("HTTP/1.1 502 ");
    assertThat(detail())
        .contains("CN=api was issued by CN=Other Authority, who is not among those trusted")
        .contains("which ca.pem holds");
  }

  @Test
  void showsItsOwnCertificateToWhoAsks() {
    Issued server = authority.issue("api", "localhost");
    try (RawUpstream upstream = RawUpstream.open(authority.context(server), true)) {
      SSLContext own = authority.context(authority.issue("gateway"));
      scene.route("/shown", Ways.to("localhost", upstream.port(), own), "GET");
      scene.route("/nothing", Ways.to("localhost", upstream.port(), authority.context()), "GET");

      assertThat(scene.get("/shown")).startsWith("HTTP/1.1 200 ");
      assertThat(scene.get("/nothing")).startsWith("HTTP/1.1 502 ");
    }
  }

  private String ask(Issued shown, String host, SSLContext trusting) {
    try (RawUpstream upstream = RawUpstream.open(authority.context(shown), false)) {
      scene.route("/a", Ways.to(host, upstream.port(), trusting), "GET");
      return scene.get("/a");
    }
  }

  private String detail() {
    return scene.calls().refusals().stream().map(Refusal::detail).findFirst().orElseThrow();
  }
}
