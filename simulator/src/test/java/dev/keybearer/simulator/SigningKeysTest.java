package dev.keybearer.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.simulator.jose.Algorithm;
import dev.keybearer.simulator.jose.Jws;
import dev.keybearer.simulator.jose.SigningKey;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SigningKeysTest {
  /** What precedes the 32 bytes of an Ed25519 key in its SubjectPublicKeyInfo (RFC 8410). */
  private static final String ED25519_PREFIX = "302a300506032b6570032100";

  private final World world = World.open();
  private final SimulatedIssuer issuer = world.issuer("corp");
  private final HttpUser user = new HttpUser();

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void publishesKeyThatVerifiesItsTokens(Algorithm algorithm) throws Exception {
    issuer.keys().use(algorithm);
    Jws token = Jws.parse(issuer.mint("svc"));
    String keyId = Json.parse(token.header()).path("kid").asString();

    JsonNode jwk = jwk(keyId);

    assertThat(jwk.path("alg").asString()).isEqualTo(algorithm.jose());
    assertThat(token.isSignedBy(key(jwk), algorithm)).isTrue();
  }

  /** Making one takes long; two that are open share none. */
  @Test
  void takesAnRsaKeyOfAClosedIssuer() {
    PublicKey used;
    try (World other = World.open()) {
      used = other.issuer("corp").keys().key(Algorithm.RS256).publicKey();
      assertThat(issuer.keys().key(Algorithm.RS256).publicKey()).isNotEqualTo(used);
    }

    assertThat(issuer.keys().roll(Algorithm.RS256).publicKey()).isEqualTo(used);
  }

  /** Small coordinates are where a missing leading zero shows. */
  @Test
  void padsEveryCoordinateToItsFullLength() throws Exception {
    for (int i = 0; i < 600; i++) {
      SigningKey key = SigningKey.generate("k", Algorithm.ES256);
      assertThat(Base64.getUrlDecoder().decode(key.jwk().get("x"))).hasSize(32);
      assertThat(Base64.getUrlDecoder().decode(key.jwk().get("y"))).hasSize(32);
    }
  }

  @Test
  void keepsOldKeyPublishedAfterRollUntilItIsWithdrawn() throws Exception {
    String old = issuer.keys().active().id();

    String fresh = issuer.keys().roll().id();

    assertThat(issuer.keys().active().id()).isEqualTo(fresh);
    assertThat(issuer.keys().ids()).contains(old, fresh);
    issuer.keys().withdraw(old);
    assertThat(user.get(issuer.jwks()).body()).doesNotContain(old + "\"").contains(fresh);
    assertThatThrownBy(() -> issuer.keys().withdraw(old))
        .isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void announcesKeyBeforeItSigns() {
    SigningKey next = issuer.keys().announce(Algorithm.EDDSA);
    assertThat(issuer.keys().ids()).contains(next.id());
    assertThat(issuer.keys().active().id()).isNotEqualTo(next.id());

    issuer.keys().adopt(next);

    assertThat(issuer.keys().active()).isSameAs(next);
  }

  @Test
  void signsWithKeyItNeverPublishedWhenTold() {
    SigningKey hidden = SigningKey.generate("hidden", Algorithm.ES256);

    issuer.keys().adopt(hidden);

    assertThat(Jws.parse(issuer.mint("svc")).isSignedBy(hidden.publicKey(), Algorithm.ES256))
        .isTrue();
    assertThat(issuer.keys().ids()).doesNotContain("hidden");
  }

  @Test
  void describesItselfInDiscovery() throws Exception {
    JsonNode metadata = user.get(issuer.discovery()).json();

    assertThat(metadata.path("issuer").asString()).isEqualTo(issuer.uri().toString());
    assertThat(metadata.path("jwks_uri").asString()).isEqualTo(issuer.jwks().toString());
    assertThat(metadata.path("token_endpoint").asString())
        .isEqualTo(issuer.tokenEndpoint().toString());
    assertThat(metadata.path("grant_types_supported")).hasSize(GrantType.values().length);
  }

  @Test
  void changedTokenIsNotSigned() {
    Jws token = Jws.parse(issuer.mint("svc"));
    PublicKey key = issuer.keys().active().publicKey();
    Jws changed = new Jws(token.header(), token.payload(), token.signed() + "x", token.signature());
    Jws unsigned = new Jws(token.header(), token.payload(), token.signed(), "");

    assertThat(changed.isSignedBy(key, Algorithm.ES256)).isFalse();
    assertThat(unsigned.isSignedBy(key, Algorithm.ES256)).isFalse();
    assertThat(token.isSignedBy(key, Algorithm.RS256)).isFalse();
    assertThat(token.toString()).doesNotContain(token.signature());
  }

  /** V2: the curve belongs to the algorithm. */
  @Test
  void takesNoKeyOfAnotherCurve() {
    SigningKey right = SigningKey.generate("k", Algorithm.ES256);
    SigningKey other = SigningKey.generate("k", Algorithm.ES384);
    SigningKey crossed = SigningKey.of("k", Algorithm.ES256, other.pair());

    Jws token = Jws.parse(Jws.sign(right, "{}", "{}"));
    Jws odd = Jws.parse(Jws.sign(crossed, "{}", "{}"));

    assertThat(token.isSignedBy(right.publicKey(), Algorithm.ES256)).isTrue();
    assertThat(odd.isSignedBy(other.publicKey(), Algorithm.ES256)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a.b", "a.b.c.d", "!.e30.x", "e30.!.x"})
  void refusesToParseWhatIsNotCompactForm(String text) {
    assertThatThrownBy(() -> Jws.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  private JsonNode jwk(String keyId) throws Exception {
    for (JsonNode jwk : user.get(issuer.jwks()).json().path("keys")) {
      if (jwk.path("kid").asString().equals(keyId)) {
        return jwk;
      }
    }
    throw new AssertionError("no key " + keyId);
  }

  /** Reads a JWK by a way of its own. */
  private static PublicKey key(JsonNode jwk) throws GeneralSecurityException {
    return switch (jwk.path("kty").asString()) {
      case "RSA" ->
          KeyFactory.getInstance("RSA")
              .generatePublic(new RSAPublicKeySpec(number(jwk, "n"), number(jwk, "e")));
      case "EC" -> {
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        String bits = jwk.path("crv").asString().replace("P-", "");
        curve.init(new ECGenParameterSpec("secp" + bits + "r1"));
        yield KeyFactory.getInstance("EC")
            .generatePublic(
                new ECPublicKeySpec(
                    new ECPoint(number(jwk, "x"), number(jwk, "y")),
                    curve.getParameterSpec(ECParameterSpec.class)));
      }
      default -> {
        String hex = ED25519_PREFIX + String.format("%064x", new BigInteger(1, bytes(jwk, "x")));
        yield KeyFactory.getInstance("Ed25519")
            .generatePublic(new X509EncodedKeySpec(java.util.HexFormat.of().parseHex(hex)));
      }
    };
  }

  private static BigInteger number(JsonNode jwk, String member) {
    return new BigInteger(1, bytes(jwk, member));
  }

  private static byte[] bytes(JsonNode jwk, String member) {
    return Base64.getUrlDecoder().decode(jwk.path(member).asString());
  }
}
