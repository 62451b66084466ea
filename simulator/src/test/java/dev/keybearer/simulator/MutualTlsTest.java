package dev.keybearer.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.simulator.tls.Identity;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MutualTlsTest {
  private final World world = World.open();
  private final Identity server = Identity.selfSigned("issuer");
  private final SimulatedIssuer issuer = world.tlsIssuer("corp", server);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void knowsClientByItsCertificate() throws Exception {
    Identity client = Identity.selfSigned("svc");
    issuer.client("svc").certificate(client.certificate());

    HttpUser user = new HttpUser(client.client(server.certificate()));

    assertThat(mint(user)).isEqualTo(200);
    assertThat(issuer.uri()).hasScheme("https");
  }

  @Test
  void refusesAnotherCertificateAndNone() throws Exception {
    issuer.client("svc").certificate(Identity.selfSigned("svc").certificate());

    Identity stranger = Identity.selfSigned("svc");

    assertThat(mint(new HttpUser(stranger.client(server.certificate())))).isEqualTo(401);
    assertThat(mint(new HttpUser(Identity.anonymousClient(server.certificate())))).isEqualTo(401);
  }

  @Test
  void showsCertificateThatOthersDoNotTrust() {
    HttpUser user = new HttpUser(Identity.anonymousClient(Identity.selfSigned("x").certificate()));

    assertThatThrownBy(() -> mint(user)).isInstanceOf(IOException.class);
  }

  /** F11. */
  @Test
  void makesCertificateThatHasExpired() {
    Instant now = Instant.now();
    Identity expired = Identity.selfSigned("old", now.minusSeconds(9), now.minusSeconds(1));

    assertThat(expired.certificate().getNotAfter()).isBefore(now);
    assertThat(expired).hasToString("Identity[CN=old]");
  }

  private int mint(HttpUser user) throws IOException, InterruptedException {
    return user.form(issuer.tokenEndpoint(), "grant_type", "client_credentials", "client_id", "svc")
        .status();
  }
}
