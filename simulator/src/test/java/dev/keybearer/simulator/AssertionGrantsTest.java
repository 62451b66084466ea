package dev.keybearer.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.simulator.jose.Algorithm;
import dev.keybearer.simulator.jose.Jws;
import dev.keybearer.simulator.jose.SigningKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AssertionGrantsTest {
  private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  private static final String SAML2_BEARER = "urn:ietf:params:oauth:grant-type:saml2-bearer";

  private final World world = World.open();
  private final SimulatedIssuer issuer = world.issuer("corp");
  private final HttpUser user = new HttpUser();
  private final SigningKey key = SigningKey.generate("k", Algorithm.ES256);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void takesAssertionOfTheClientItselfWithoutFurtherAuthentication() throws Exception {
    issuer.client("svc").publicKeys(key.publicKey());

    HttpUser.Reply reply =
        user.form(
            issuer.tokenEndpoint(), "grant_type", JWT_BEARER, "assertion", signed("svc", "ada"));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(user.getWithToken(issuer.api(), reply.text("access_token")).text("sub"))
        .isEqualTo("ada");
  }

  @Test
  void takesAssertionOfTrustedThirdParty() throws Exception {
    issuer.client("svc").secret("s3cret");
    issuer.trust("https://idp.example", key.publicKey());

    HttpUser.Reply reply = withSecret(JWT_BEARER, signed("https://idp.example", "ada"));

    assertThat(reply.status()).isEqualTo(200);
  }

  @Test
  void refusesAssertionOfStranger() throws Exception {
    issuer.client("svc").secret("s3cret");

    assertThat(withSecret(JWT_BEARER, signed("https://idp.example", "ada")).text("error"))
        .isEqualTo("invalid_grant");
    assertThat(withSecret(JWT_BEARER, "").text("error")).isEqualTo("invalid_grant");
  }

  @Test
  void refusesSelfMadeAssertionWithoutTheKey() throws Exception {
    SigningKey other = SigningKey.generate("k", Algorithm.ES256);
    issuer.client("svc").publicKeys(other.publicKey());

    HttpUser.Reply reply =
        user.form(
            issuer.tokenEndpoint(), "grant_type", JWT_BEARER, "assertion", signed("svc", "ada"));

    assertThat(reply.text("error")).isEqualTo("invalid_grant");
  }

  @Test
  void takesAnnouncedSamlAssertionOnly() throws Exception {
    issuer.client("svc").secret("s3cret");
    issuer.acceptSaml("PHNhbWw-", "ada");

    assertThat(withSecret(SAML2_BEARER, "PHNhbWw-").status()).isEqualTo(200);
    assertThat(withSecret(SAML2_BEARER, "PHNhbWw").text("error")).isEqualTo("invalid_grant");
  }

  private HttpUser.Reply withSecret(String grant, String assertion) throws Exception {
    return user.formWithBasic(
        issuer.tokenEndpoint(), "svc:s3cret", "grant_type", grant, "assertion", assertion);
  }

  private String signed(String from, String about) {
    long expires = world.clock().instant().getEpochSecond() + 60;
    return Jws.sign(
        key,
        "{\"alg\":\"ES256\"}",
        """
        {"iss":"%s","sub":"%s","aud":["x","%s"],"exp":%d}\
        """
            .formatted(from, about, issuer.uri(), expires));
  }
}
