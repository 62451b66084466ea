package dev.keybearer.simulator.jose;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** A named private key with its public half; immutable. */
public final class SigningKey {
  private static final int ED25519_BYTES = 32;

  private final String id;
  private final Algorithm algorithm;
  private final KeyPair pair;

  private SigningKey(String id, Algorithm algorithm, KeyPair pair) {
    this.id = id;
    this.algorithm = algorithm;
    this.pair = pair;
  }

  /** A fresh key with this key id. */
  public static SigningKey generate(String id, Algorithm algorithm) {
    return new SigningKey(id, algorithm, algorithm.generate());
  }

  /** A key from a pair made elsewhere. */
  public static SigningKey of(String id, Algorithm algorithm, KeyPair pair) {
    return new SigningKey(id, algorithm, pair);
  }

  /** The key id. */
  public String id() {
    return id;
  }

  /** What it signs with. */
  public Algorithm algorithm() {
    return algorithm;
  }

  /** Both halves, for a client that signs with it. */
  public KeyPair pair() {
    return pair;
  }

  /** The half that may be shown. */
  public PublicKey publicKey() {
    return pair.getPublic();
  }

  /** The public half as the members of a JSON Web Key. */
  public Map<String, String> jwk() {
    Map<String, String> jwk = new LinkedHashMap<>();
    PublicKey key = pair.getPublic();
    if (key instanceof RSAPublicKey rsa) {
      jwk.put("kty", "RSA");
      jwk.put("n", unsigned(rsa.getModulus()));
      jwk.put("e", unsigned(rsa.getPublicExponent()));
    } else if (key instanceof ECPublicKey ec) {
      jwk.put("kty", "EC");
      int bits = ec.getParams().getCurve().getField().getFieldSize();
      int bytes = (bits + 7) / 8;
      jwk.put("crv", "P-" + bits);
      jwk.put("x", text(bigEndian(ec.getW().getAffineX(), bytes)));
      jwk.put("y", text(bigEndian(ec.getW().getAffineY(), bytes)));
    } else if (key instanceof EdECPublicKey ed) {
      jwk.put("kty", "OKP");
      jwk.put("crv", "Ed25519");
      jwk.put("x", text(littleEndianPoint(ed)));
    }
    jwk.put("use", "sig");
    jwk.put("alg", algorithm.jose());
    jwk.put("kid", id);
    return jwk;
  }

  /** RFC 8032 section 5.1.2: y in little-endian order, the sign of x in the highest bit. */
  private static byte[] littleEndianPoint(EdECPublicKey key) {
    byte[] big = bigEndian(key.getPoint().getY(), ED25519_BYTES);
    byte[] little = new byte[ED25519_BYTES];
    for (int i = 0; i < ED25519_BYTES; i++) {
      little[i] = big[ED25519_BYTES - 1 - i];
    }
    if (key.getPoint().isXOdd()) {
      little[ED25519_BYTES - 1] |= (byte) 0x80;
    }
    return little;
  }

  private static String unsigned(BigInteger number) {
    return text(bigEndian(number, (number.bitLength() + 7) / 8));
  }

  private static byte[] bigEndian(BigInteger number, int length) {
    byte[] bytes = number.toByteArray();
    if (bytes.length >= length) {
      return Arrays.copyOfRange(bytes, bytes.length - length, bytes.length);
    }
    byte[] padded = new byte[length];
    System.arraycopy(bytes, 0, padded, length - bytes.length, bytes.length);
    return padded;
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Key id and algorithm only. */
  @Override
  public String toString() {
    return "SigningKey[" + id + ", " + algorithm.jose() + "]";
  }
}
