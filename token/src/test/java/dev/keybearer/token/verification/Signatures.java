package dev.keybearer.token.verification;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.keybearer.simulator.jose.SigningKey;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;

/** Signatures as bytes: honest ones, and what can be made of them. */
final class Signatures {
  /** The order of the group of Ed25519, RFC 8032 section 5.1. */
  private static final BigInteger EDWARDS_ORDER =
      BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));

  private Signatures() {}

  /** r and s side by side, as RFC 7518 wants them. */
  static byte[] ecdsa(SigningKey key, String signed) {
    return sign("SHA256withECDSAinP1363Format", key, signed);
  }

  /** Signs by any name that the platform knows. */
  static byte[] sign(String how, SigningKey key, String signed) {
    try {
      Signature signature = Signature.getInstance(how);
      signature.initSign(key.pair().getPrivate());
      signature.update(signed.getBytes(US_ASCII));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The signature of a token. */
  static byte[] of(String token) {
    return Base64.getUrlDecoder().decode(token.substring(token.lastIndexOf('.') + 1));
  }

  /** The token with another signature. */
  static String replaced(String token, byte[] signature) {
    return token.substring(0, token.lastIndexOf('.') + 1) + Forge.part(signature);
  }

  /** Two numbers side by side in as many bytes as the first curve has. */
  static byte[] pair(BigInteger r, BigInteger s) {
    byte[] both = new byte[64];
    put(r, both, 32);
    put(s, both, 64);
    return both;
  }

  private static void put(BigInteger number, byte[] into, int end) {
    byte[] bytes = number.toByteArray();
    int length = Math.min(bytes.length, 32);
    System.arraycopy(bytes, bytes.length - length, into, end - length, length);
  }

  /** How many points a key's curve has. */
  static BigInteger order(SigningKey key) {
    return ((ECPublicKey) key.publicKey()).getParams().getOrder();
  }

  /** The same number for RSA, written as a larger one. */
  static byte[] plusModulus(byte[] signature, SigningKey key) {
    BigInteger modulus = ((RSAPublicKey) key.publicKey()).getModulus();
    byte[] sum = new BigInteger(1, signature).add(modulus).toByteArray();
    return sum[0] == 0 ? Arrays.copyOfRange(sum, 1, sum.length) : sum;
  }

  /** The same number for Ed25519, written as a larger one. */
  static byte[] plusOrder(byte[] signature) {
    byte[] changed = signature.clone();
    byte[] s = reversed(Arrays.copyOfRange(signature, 32, 64));
    byte[] sum = new BigInteger(1, s).add(EDWARDS_ORDER).toByteArray();
    byte[] little = reversed(sum);
    System.arraycopy(little, 0, changed, 32, Math.min(32, little.length));
    return changed;
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }
}
