package dev.keybearer.token.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.ClientAuthentication;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Endpoints;
import dev.keybearer.token.FakeTime;
import dev.keybearer.token.Grant;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.secret.Secret;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which ways are kept open. */
class LanesTest {
  private final Issuer issuer = Issuer.oauth2(Endpoints.of(URI.create("https://a.example/token")));
  private final Lanes lanes = new Lanes(new FakeTime(Instant.EPOCH), () -> 0.5);

  @AfterEach
  void close() {
    lanes.close();
  }

  @Test
  void aWayWithoutACertificateIsSharedAndStays() {
    Credential one = Credential.clientCredentials(issuer, "one", () -> Secret.of("s3cret"));
    Lane lane = lanes.to(one);

    lanes.leave(one, Stream.empty());

    assertThat(lanes.to(one.withName("two"))).isSameAs(lane);
  }

  @Test
  void aCertificateIsForgottenWithTheLastThatShowsItAndTheBudgetStays() throws Exception {
    Credential one = showing("one");
    Credential two = one.withName("two");
    Lane lane = lanes.to(one);
    assertThat(lanes.to(two)).isSameAs(lane);

    lanes.leave(one, Stream.of(two));
    assertThat(lanes.to(two)).isSameAs(lane);
    lanes.leave(two, Stream.of(showing("three")));

    assertThat(lanes.to(two)).isNotSameAs(lane);
    assertThat(lanes.to(two).budget()).isSameAs(lane.budget());
  }

  private Credential showing(String name) throws NoSuchAlgorithmException {
    SSLContext certificate = SSLContext.getInstance("TLS");
    ClientAuthentication shown = new ClientAuthentication.MutualTls(certificate);
    return Credential.of(
        name, issuer, new Grant.ClientCredentials(), new Credential.Client(name, shown));
  }
}
