package dev.keybearer.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.gateway.scene.Authority;
import dev.keybearer.gateway.scene.Authority.Form;
import dev.keybearer.gateway.scene.Authority.Issued;
import dev.keybearer.token.secret.Secret;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A certificate and its key fit together, and nothing else is shown (F11). */
class IdentityTest {
  private static final Authority AUTHORITY = Authority.of("Test Authority");

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA"})
  void readsACertificateItsKeyAndThoseWhoVouchForIt(String kind) {
    Issued issued = issued(kind);

    Identity identity = parse(issued.pem(), issued.keyPem());

    assertThat(identity.chain()).containsExactly(issued.certificate(), AUTHORITY.certificate());
    assertThat(identity.key()).isEqualTo(issued.key());
    assertThat(identity.names()).containsExactly("a.example", "*.b.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA"})
  void readsTheOlderFormsOfKeys(String kind) {
    Issued issued = issued(kind);
    String pem = Authority.pem(kind + " PRIVATE KEY", older(issued.key().getEncoded()));

    assertThat(parse(issued.pem(), "some words before\n" + pem).key()).isEqualTo(issued.key());
  }

  /** What stands in the octet string at the end of PKCS #8. */
  private static byte[] older(byte[] standard) {
    int at = 0;
    int[] lengths = new int[1];
    at = enter(standard, at, lengths);
    at = enter(standard, at, lengths) + lengths[0]; // version
    at = enter(standard, at, lengths) + lengths[0]; // algorithm
    at = enter(standard, at, lengths);
    return Arrays.copyOfRange(standard, at, at + lengths[0]);
  }

  private static int enter(byte[] der, int at, int[] length) {
    int first = der[at + 1] & 0xff;
    int more = first < 0x80 ? 0 : first & 0x7f;
    length[0] = more == 0 ? first : 0;
    for (int i = 0; i < more; i++) {
      length[0] = (length[0] << 8) | (der[at + 2 + i] & 0xff);
    }
    return at + 2 + more;
  }

  @Test
  void refusesTheKeyOfAnotherCertificate() {
    assertThatThrownBy(() -> parse(issued("EC").pem(), issued("EC").keyPem()))
        .isInstanceOf(TlsFailure.class)
        .hasMessageContaining("key.pem is not that of the certificate of CN=a in cert.pem");
    assertThatThrownBy(() -> parse(issued("EC").pem(), issued("RSA").keyPem()))
        .isInstanceOf(TlsFailure.class)
        .hasMessageContaining("key.pem holds no EC key");
  }

  @Test
  void refusesWhatIsNoCertificateOrKey() {
    Issued issued = issued("EC");
    for (String none : new String[] {"", "hello", issued.keyPem()}) {
      assertThatThrownBy(() -> parse(none, issued.keyPem()))
          .isInstanceOf(TlsFailure.class)
          .hasMessageContaining("cert.pem holds no");
    }
    for (String none :
        new String[] {"", "hello", issued.pem(), Authority.pem("PRIVATE KEY", new byte[9])}) {
      assertThatThrownBy(() -> parse(issued.pem(), none))
          .isInstanceOf(TlsFailure.class)
          .hasMessageContaining("key.pem holds no");
    }
    assertThatThrownBy(
            () -> parse(issued.pem(), Authority.pem("ENCRYPTED PRIVATE KEY", new byte[9])))
        .isInstanceOf(TlsFailure.class)
        .hasMessageContaining("openssl pkey");
  }

  @Test
  void mayBeShownFromItsFirstMomentToItsLast() {
    Instant from = Authority.days(-1).truncatedTo(ChronoUnit.SECONDS);
    Instant until = Authority.days(1).truncatedTo(ChronoUnit.SECONDS);
    Identity identity = AUTHORITY.issue("a", new Form("EC", from, until), "a.example").identity();

    assertThatThrownBy(() -> identity.check(from.minusMillis(1)))
        .hasMessageContaining("is not valid before " + from);
    assertThatCode(() -> identity.check(from)).doesNotThrowAnyException();
    assertThatCode(() -> identity.check(until)).doesNotThrowAnyException();
    assertThatThrownBy(() -> identity.check(until.plusMillis(1)))
        .hasMessageContaining("expired at " + until + ": renew it");
  }

  /** H5: what a key is stays out of every text. */
  @Test
  void showsNoKey() {
    Issued issued = issued("RSA");
    String secret = issued.keyPem().substring(40, 80);

    assertThat(Stream.of(issued.identity(), source("key.pem", issued.keyPem())))
        .noneMatch(each -> each.toString().contains(secret));
    assertThatThrownBy(() -> parse(issued("EC").pem(), issued.keyPem()))
        .hasNoCause()
        .message()
        .doesNotContain(secret);
  }

  private static Issued issued(String kind) {
    return AUTHORITY.issue("a", Form.of(kind), "a.example", "*.B.example");
  }

  private static Identity parse(String certificate, String key) {
    return Identity.parse(source("cert.pem", certificate), source("key.pem", key));
  }

  private static Identity.Source source(String where, String pem) {
    return new Identity.Source(where, Secret.of(pem));
  }
}
