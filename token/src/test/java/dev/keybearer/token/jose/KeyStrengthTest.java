package dev.keybearer.token.jose;

import static dev.keybearer.token.jose.Jwks.document;
import static dev.keybearer.token.jose.Jwks.encoded;
import static dev.keybearer.token.jose.Jwks.exponent;
import static dev.keybearer.token.jose.Jwks.isTaken;
import static dev.keybearer.token.jose.Jwks.rsa;
import static dev.keybearer.token.jose.Jwks.secret;
import static dev.keybearer.token.jose.Jwks.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.simulator.jose.SigningKey;
import dev.keybearer.token.Algorithm;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** V3: which keys are strong enough, and on a curve that is accepted. */
class KeyStrengthTest {
  @ParameterizedTest
  @CsvSource({"2047, false", "2048, true", "2049, true", "8191, true", "8192, true", "8193, false"})
  void takesRsaKeysWithinTheirBounds(int bits, boolean taken) {
    Map<String, ?> key = rsa(BigInteger.ONE.shiftLeft(bits - 1).setBit(0), exponent(65_537));

    assertThat(isTaken(key)).isEqualTo(taken);
  }

  @Test
  void takesRsaKeysWithSoundExponents() {
    BigInteger modulus = BigInteger.ONE.shiftLeft(2047).setBit(0);

    assertThat(isTaken(rsa(modulus, exponent(0)))).isFalse();
    assertThat(isTaken(rsa(modulus, exponent(1)))).isFalse();
    assertThat(isTaken(rsa(modulus, exponent(2)))).isFalse();
    assertThat(isTaken(rsa(modulus, exponent(3)))).isTrue();
    assertThat(isTaken(rsa(modulus, exponent(65_536)))).isFalse();
    assertThat(isTaken(rsa(modulus, exponent(65_537)))).isTrue();
    assertThat(isTaken(rsa(modulus, BigInteger.ONE.shiftLeft(63).setBit(0)))).isTrue();
    assertThat(isTaken(rsa(modulus, BigInteger.ONE.shiftLeft(64).setBit(0)))).isFalse();
    assertThat(isTaken(rsa(modulus, modulus))).isFalse();
  }

  @Test
  void doesNotCountZeroBytesBeforeAModulus() {
    byte[] padded = new byte[2 * 256];
    BigInteger weak = BigInteger.ONE.shiftLeft(1023).setBit(0);
    byte[] bytes = weak.toByteArray();
    System.arraycopy(bytes, 0, padded, padded.length - bytes.length, bytes.length);

    assertThat(isTaken(with(rsa(weak, exponent(3)), "n", encoded(padded)))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "0, ''",
    "31, ''",
    "32, HS256",
    "47, HS256",
    "48, HS256 HS384",
    "63, HS256 HS384",
    "64, HS256 HS384 HS512",
    "1000, HS256 HS384 HS512"
  })
  void takesASecretForHashesThatAreNoLonger(int bytes, String algorithms) throws NotKeys {
    byte[] document = document(List.of(secret("s", new byte[bytes])));
    if (algorithms.isEmpty()) {
      assertThatThrownBy(() -> KeySet.given(document)).isInstanceOf(NotKeys.class);
      return;
    }

    assertThat(KeySet.given(document).keys().get(0).algorithms())
        .extracting(Algorithm::name)
        .containsExactlyInAnyOrder(algorithms.split(" "));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 33, 57})
  void takesAnEdwardsKeyOfItsLengthOnly(int length) {
    Map<String, ?> key = Map.of("kty", "OKP", "crv", "Ed25519", "x", encoded(new byte[length]));

    assertThat(isTaken(key)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ed448", "X25519", "X448"})
  void takesNoOtherEdwardsCurve(String curve) {
    assertThat(isTaken(Map.of("kty", "OKP", "crv", curve, "x", encoded(new byte[32])))).isFalse();
  }

  @Test
  void takesNoPointThatIsNotOnItsCurve() {
    SigningKey point = SigningKey.generate("one", dev.keybearer.simulator.jose.Algorithm.ES256);
    Map<String, ?> key = with(point.jwk(), "y", encoded(new byte[32]));

    assertThat(isTaken(key)).isFalse();
  }
}
