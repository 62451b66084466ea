package dev.keybearer.token.jose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.Algorithm;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
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

  private static boolean holds(Algorithm algorithm, PublicKey key, byte[] signature)
      throws GeneralSecurityException {
    SignatureCheck check = new SignatureCheck.OfPublicKey(key, new CredulousPlatform());
    return check.holds(algorithm, new byte[] {1}, signature);
  }

  private static PublicKey key(Algorithm algorithm) {
    return dev.keybearer.simulator.jose.Algorithm.valueOf(algorithm.name()).generate().getPublic();
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
