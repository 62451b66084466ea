package dev.keybearer.token.jose;

import com.nimbusds.jose.jwk.Curve;
import java.math.BigInteger;
import java.util.Arrays;

/** How many points a curve has: both numbers of an ECDSA signature are below, and neither is 0. */
final class CurveOrder {
  static final CurveOrder P256 = of(Curve.P_256);
  static final CurveOrder P384 = of(Curve.P_384);
  static final CurveOrder P521 = of(Curve.P_521);

  /** Big-endian, in as many bytes as each of the numbers has. */
  private final byte[] order;

  private CurveOrder(byte[] order) {
    this.order = order;
  }

  private static CurveOrder of(Curve curve) {
    BigInteger order = curve.toECParameterSpec().getOrder();
    byte[] signed = order.toByteArray();
    int length = (order.bitLength() + 7) / 8;
    return new CurveOrder(Arrays.copyOfRange(signed, signed.length - length, signed.length));
  }

  /** Whether a signature is two numbers of full length that this curve can have (FIPS 186-5). */
  boolean exceedsBoth(byte[] signature) {
    int half = order.length;
    return signature.length == 2 * half
        && exceeds(signature, 0, half)
        && exceeds(signature, half, 2 * half);
  }

  private boolean exceeds(byte[] numbers, int from, int to) {
    int all = 0;
    for (int i = from; i < to; i++) {
      all |= numbers[i];
    }
    return all != 0 && Arrays.compareUnsigned(numbers, from, to, order, 0, order.length) < 0;
  }
}
