package dev.keybearer.token.jose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.Algorithm;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** V3: numbers that are judged before the platform is asked (CVE-2022-21449). */
class SignatureCheckTest {
  private static final BigInteger ONE = BigInteger.ONE;
  private static final BigInteger ZERO = BigInteger.ZERO;

  @ParameterizedTest
  @EnumSource(names = {"ES256", "ES384", "ES512"})
  void leavesNoNumberBeyondTheCurveToThePlatform(Algorithm algorithm) throws Exception {
    PublicKey key = key(algorithm);
    BigInteger order = ((ECPublicKey) key).getParams().getOrder();
    int length = (order.bitLength() + 7) / 8;
    BigInteger last = order.subtract(ONE);
    BigInteger largest = ONE.shiftLeft(8 * length).subtract(ONE);
    BigInteger[] legal = {ONE, BigInteger.TWO, last};
    BigInteger[] others = {ZERO, order, order.add(ONE), largest};

    for (BigInteger one : legal) {
      for (BigInteger two : legal) {
        assertThat(holds(algorithm, key, pair(one, two, length))).isTrue();
      }
      for (BigInteger other : others) {
        assertThat(holds(algorithm, key, pair(one, other, length))).isFalse();
        assertThat(holds(algorithm, key, pair(other, one, length))).isFalse();
        assertThat(holds(algorithm, key, pair(other, other, length))).isFalse();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ES256", "ES384", "ES512"})
  void leavesNoOtherLengthToThePlatform(Algorithm algorithm) throws Exception {
    PublicKey key = key(algorithm);
    BigInteger order = ((ECPublicKey) key).getParams().getOrder();
    int length = (order.bitLength() + 7) / 8;
    for (int other = 1; other <= 2 * length; other++) {
      boolean right = other == length;
      assertThat(holds(algorithm, key, pair(ONE, ONE, other))).isEqualTo(right);
    }
    assertThat(holds(algorithm, key, new byte[0])).isFalse();
  }

  /** One check serves many signatures: what was wrong with one before leaves nothing behind. */
  @ParameterizedTest
  @EnumSource(
      names = {"HS256", "HS384", "HS512"},
      mode = EnumSource.Mode.EXCLUDE)
  void judgesEachSignatureAsIfItWereTheFirst(Algorithm algorithm) throws Exception {
    KeyPair keys = keys(algorithm);
    SignatureCheck check = SignatureCheck.of(keys.getPublic());
    byte[] one = {1, 2, 3};
    byte[] other = {1, 2, 4};
    byte[] good = signed(algorithm, keys, one);
    for (int i = 0; i < 3; i++) {
      assertThat(check.holds(algorithm, one, good)).isTrue();
      assertThat(check.holds(algorithm, other, good)).isFalse();
      assertThat(check.holds(algorithm, one, signed(algorithm, keys, one))).isTrue();
      assertThat(isGood(check, algorithm, one, new byte[good.length])).isFalse();
      assertThat(isGood(check, algorithm, one, Arrays.copyOf(good, 7))).isFalse();
    }
  }

  /** One check serves all threads, which may ask at once. */
  @ParameterizedTest
  @EnumSource(names = {"RS256", "ES256", "EdDSA"})
  void tellsManyThreadsApartThatAskAtOnce(Algorithm algorithm) throws Exception {
    KeyPair keys = keys(algorithm);
    SignatureCheck check = SignatureCheck.of(keys.getPublic());
    byte[][] texts = {{1}, {2}, {3}, {4}};
    byte[][] signatures = new byte[texts.length][];
    for (int i = 0; i < texts.length; i++) {
      signatures[i] = signed(algorithm, keys, texts[i]);
    }
    List<Boolean> wrong =
        IntStream.range(0, 400)
            .parallel()
            .mapToObj(
                number -> {
                  int text = number % 4;
                  int signature = number / 4 % 4;
                  boolean held = isGood(check, algorithm, texts[text], signatures[signature]);
                  return held == (text == signature);
                })
            .filter(right -> !right)
            .toList();

    assertThat(wrong).isEmpty();
  }

  private static boolean isGood(
      SignatureCheck check, Algorithm algorithm, byte[] signed, byte[] signature) {
    try {
      return check.holds(algorithm, signed, signature);
    } catch (GeneralSecurityException | RuntimeException refused) {
      return false; // as its caller takes it
    }
  }

  private static byte[] signed(Algorithm algorithm, KeyPair keys, byte[] content)
      throws GeneralSecurityException {
    Signature signature = Signatures.of(algorithm, null);
    signature.initSign(keys.getPrivate());
    signature.update(content);
    return signature.sign();
  }

  private static boolean holds(Algorithm algorithm, PublicKey key, byte[] signature)
      throws GeneralSecurityException {
    SignatureCheck check = new SignatureCheck.OfPublicKey(key, new CredulousPlatform());
    return check.holds(algorithm, new byte[] {1}, signature);
  }

  private static PublicKey key(Algorithm algorithm) {
    return keys(algorithm).getPublic();
  }

  private static KeyPair keys(Algorithm algorithm) {
    String name = algorithm.name().toUpperCase(Locale.ROOT);
    return dev.keybearer.simulator.jose.Algorithm.valueOf(name).generate();
  }

  /** Two numbers side by side, each in so many bytes. */
  private static byte[] pair(BigInteger r, BigInteger s, int length) {
    byte[] both = new byte[2 * length];
    put(r, both, length);
    put(s, both, 2 * length);
    return both;
  }

  private static void put(BigInteger number, byte[] into, int end) {
    byte[] bytes = number.toByteArray();
    int length = Math.min(bytes.length, into.length / 2);
    System.arraycopy(bytes, bytes.length - length, into, end - length, length);
  }
}
