package dev.keybearer.token.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.simulator.jose.Algorithm;
import dev.keybearer.simulator.tls.Identity;
import dev.keybearer.token.FakeTime;
import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.http.NotJson;
import dev.keybearer.token.verification.Verdict.Refused;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** V21: what {@code cnf} names has to be shown, all of it. */
class BoundTest {
  private static final String TOKEN = "token";
  private static final Identity MINE = Identity.selfSigned("mine");
  private static final Identity OTHER = Identity.selfSigned("other");

  private final FakeTime time = new FakeTime(Instant.parse("2026-11-20T12:00:00Z"));
  private final Bound bound = new Bound(new Possession(Proofs.STANDARD, time));
  private final Holder holder = Holder.of(Algorithm.ES256);

  @Test
  void acceptsTheCertificateThatTheTokenIsBoundTo() throws Exception {
    Presentation shown = Presentation.bearer(TOKEN).withCertificate(MINE.certificate());

    assertThat(judge("{\"x5t#S256\":\"" + thumbprint(MINE) + "\"}", shown)).isNull();
  }

  @Test
  void acceptsTheCertificateOfARealHandshake() throws Exception {
    Presentation shown = Presentation.bearer(TOKEN).withCertificate(shaken(MINE));

    assertThat(judge("{\"x5t#S256\":\"" + thumbprint(MINE) + "\"}", shown)).isNull();
    assertThat(judge("{\"x5t#S256\":\"" + thumbprint(OTHER) + "\"}", shown)).isNotNull();
  }

  @Test
  void refusesAnotherCertificateOrNone() throws Exception {
    String confirmation = "{\"x5t#S256\":\"" + thumbprint(MINE) + "\"}";
    Presentation bare = Presentation.bearer(TOKEN);

    assertThat(reason(confirmation, bare)).isEqualTo(Reason.UNPROVED);
    assertThat(reason(confirmation, bare.withCertificate(OTHER.certificate())))
        .isEqualTo(Reason.UNPROVED);
  }

  @Test
  void refusesATokenBoundToACertificateOnlyUnderDpop() throws Exception {
    Presentation proved =
        Holder.presented(TOKEN, holder.proof(TOKEN, time.wall()))
            .withCertificate(MINE.certificate());

    assertThat(reason("{\"x5t#S256\":\"" + thumbprint(MINE) + "\"}", proved))
        .isEqualTo(Reason.UNPROVED);
  }

  @Test
  void wantsKeyAndCertificateWhenATokenIsBoundToBoth() throws Exception {
    String both =
        "{\"jkt\":\"" + holder.thumbprint() + "\",\"x5t#S256\":\"" + thumbprint(MINE) + "\"}";
    Presentation bare = Presentation.bearer(TOKEN);

    assertThat(judge(both, proved().withCertificate(MINE.certificate()))).isNull();
    assertThat(reason(both, proved())).isEqualTo(Reason.UNPROVED);
    assertThat(reason(both, proved().withCertificate(OTHER.certificate())))
        .isEqualTo(Reason.UNPROVED);
    assertThat(reason(both, bare.withCertificate(MINE.certificate()))).isEqualTo(Reason.UNPROVED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "[]",
        "7",
        "true",
        "\"jkt\"",
        "{\"jkt\":null}",
        "{\"jkt\":7}",
        "{\"jkt\":[\"MINE\"]}",
        "{\"x5t#S256\":null}",
        "{\"x5t#S256\":\"\"}",
        "{\"x5t#S256\":[\"THUMB\"]}",
        "{\"x5t#s256\":\"THUMB\"}",
        "{\"x5t\":\"THUMB\"}",
        "{\"kid\":\"a\"}",
        "{\"jwk\":{}}",
        "{\"jku\":\"https://a.example/keys\"}",
        "{\"jkt\":\"MINE\",\"kid\":\"a\"}",
        "{\"x5t#S256\":\"THUMB\",\"kid\":\"a\"}"
      })
  void refusesWhatItDoesNotUnderstandWhateverIsShown(String confirmation) throws Exception {
    String written =
        confirmation.replace("MINE", holder.thumbprint()).replace("THUMB", thumbprint(MINE));

    assertThat(reason(written, proved().withCertificate(MINE.certificate())))
        .isEqualTo(Reason.UNPROVED);
    assertThat(reason(written, Presentation.bearer(TOKEN).withCertificate(MINE.certificate())))
        .isEqualTo(Reason.UNPROVED);
  }

  @Test
  void letsATokenPassThatIsBoundToNothing() throws Exception {
    Claims claims = new Claims(JsonObject.parse(new byte[] {'{', '}'}));

    assertThat(bound.objection(claims, Presentation.bearer(TOKEN))).isNull();
  }

  private Presentation proved() {
    return Holder.presented(TOKEN, holder.proof(TOKEN, time.wall()));
  }

  private @Nullable Refused judge(String confirmation, Presentation presented) throws NotJson {
    String json = "{\"cnf\":" + confirmation + "}";
    Claims claims = new Claims(JsonObject.parse(json.getBytes(StandardCharsets.UTF_8)));
    return bound.objection(claims, presented);
  }

  private Reason reason(String confirmation, Presentation presented) throws NotJson {
    Refused refused = judge(confirmation, presented);
    return Objects.requireNonNull(refused, "it was accepted").reason();
  }

  private static String thumbprint(Identity identity) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(identity.certificate().getEncoded());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }

  /** What a server sees of a client. */
  private static X509Certificate shaken(Identity client) throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try (SSLServerSocket server =
        (SSLServerSocket)
            OTHER
                .server()
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.setNeedClientAuth(true);
      Future<X509Certificate> seen =
          pool.submit(
              () -> {
                try (SSLSocket accepted = (SSLSocket) server.accept()) {
                  return (X509Certificate) accepted.getSession().getPeerCertificates()[0];
                }
              });
      try (SSLSocket socket =
          (SSLSocket)
              client
                  .client(OTHER.certificate())
                  .getSocketFactory()
                  .createSocket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
        socket.startHandshake();
        return seen.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }
}
