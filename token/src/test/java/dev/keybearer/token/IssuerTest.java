package dev.keybearer.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** X1, X2, F11: secrets go only where nobody else reads them. */
class IssuerTest {
  private static final URI SOUND = URI.create("https://idp.example/token");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://idp.example/token",
        "HTTPS://IDP.EXAMPLE/token",
        "https://idp.example:8443/token?tenant=a",
        "https://[2001:db8::1]/token",
        "https://10.0.0.1/token",
        "http://localhost/token",
        "http://LOCALHOST:8080/token",
        "HTTP://localhost/token",
        "http://127.0.0.1/token",
        "http://127.1.2.3:1/token",
        "http://127.255.255.255/",
        "http://[::1]/token",
        "http://[0:0:0:0:0:0:0:1]/token",
        "http://[::ffff:127.0.0.1]/token"
      })
  void sendsSecretsOverTlsAndWithinThisMachine(String address) {
    assertThatCode(() -> Issuer.requirePrivate(URI.create(address))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://idp.example/token",
        "http://127.0.0.1.evil.example/token",
        "http://localhost.evil.example/token",
        "http://localhost./token",
        "http://evil.example/127.0.0.1",
        "http://128.0.0.1/token",
        "http://126.255.255.255/token",
        "http://10.0.0.1/token",
        "http://0.0.0.0/token",
        "http://0x7f.1/token",
        "http://0x7f000001/token",
        "http://2130706433/token",
        "http://0177.0.0.1/token",
        "http://127.1/token",
        "http://127.0.0.256/token",
        "http://127.0.0.1234/token",
        "http://[::]/token",
        "http://[::2]/token",
        "http://[::ffff:10.0.0.1]/token",
        "http://[2001:db8::1]/token",
        "http://user@127.0.0.1/token",
        "http://127.0.0.1@evil.example/token",
        "http://127.0.0.1#@evil.example/token",
        "https://user:canary@idp.example/token",
        "https://idp.example/token#canary",
        "https://idp.example/token#",
        "https:///token",
        "https:/token",
        "https:token",
        "https://_idp_/token",
        "//idp.example/token",
        "/token",
        "token",
        "",
        "ftp://idp.example/token",
        "file:///etc/passwd",
        "ws://127.0.0.1/token",
        "jar:https://idp.example/token"
      })
  void sendsSecretsNowhereElse(String address) {
    assertThatThrownBy(() -> Issuer.requirePrivate(URI.create(address)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("use an https address")
        .hasMessageNotContaining("canary")
        .hasMessageNotContaining("user@");
  }

  @Test
  void checksEveryEndpointThatIsGivenByHand() {
    URI open = URI.create("http://idp.example/x");

    for (Endpoints endpoints :
        List.of(
            new Endpoints(open, null, null, null),
            new Endpoints(SOUND, open, null, null),
            new Endpoints(SOUND, null, open, null),
            new Endpoints(SOUND, null, null, open))) {
      assertThatThrownBy(() -> Issuer.oauth2(endpoints))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("http://idp.example");
    }
    assertThat(Issuer.oauth2(new Endpoints(SOUND, SOUND, SOUND, SOUND)).name())
        .isEqualTo("idp.example");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://idp.example",
        "idp.example",
        "https://",
        "https://idp.example/?a=b",
        "https://idp.example#x",
        "not an address"
      })
  void refusesAnIdentityThatLeadsToNoDiscoveryDocument(String identity) {
    assertThatThrownBy(() -> Issuer.oidc(identity)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void needsAnIdentityOrEndpoints() {
    assertThatThrownBy(
            () -> new Issuer("corp", null, null, Habits.STANDARD, Limits.OF_ISSUER, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("corp");
  }

  @Test
  void takesAnyTextForAnIdentityWhenItsEndpointsAreKnown() {
    Issuer issuer = Issuer.oauth2(Endpoints.of(SOUND)).withIdentity("urn:corp:idp");

    assertThat(issuer.identity()).isEqualTo("urn:corp:idp");
  }
}
