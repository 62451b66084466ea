package dev.keybearer.gateway.scene;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;

/** A caller of a test that holds a key and proves it (RFC 9449). */
public final class Wallet {
  private static final int POINT_OCTETS = 32;

  private final KeyPair pair;
  private final String x;
  private final String y;

  public Wallet() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      this.pair = generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has P-256", e);
    }
    ECPublicKey key = (ECPublicKey) pair.getPublic();
    this.x = encoded(octets(key.getW().getAffineX()));
    this.y = encoded(octets(key.getW().getAffineY()));
  }

  /** The member of a token's claims that binds it to this wallet (RFC 7638). */
  public String confirmation() {
    String key = "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"" + x + "\",\"y\":\"" + y + "\"}";
    return "\"cnf\":{\"jkt\":\"" + hash(key) + "\"}";
  }

  /** A proof for a request with this token, made at this second. */
  public String proof(String method, String target, String token, long second) {
    String claims =
        "{\"jti\":\""
            + UUID.randomUUID()
            + "\",\"htm\":\""
            + method
            + "\",\"htu\":\""
            + target
            + "\",\"iat\":"
            + second
            + ",\"ath\":\""
            + hash(token)
            + "\"}";
    String header =
        "{\"typ\":\"dpop+jwt\",\"alg\":\"ES256\",\"jwk\":{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\""
            + x
            + "\",\"y\":\""
            + y
            + "\"}}";
    String signed = encoded(utf8(header)) + "." + encoded(utf8(claims));
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(pair.getPrivate());
      signature.update(utf8(signed));
      return signed + "." + encoded(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform signs with P-256", e);
    }
  }

  private static String hash(String text) {
    try {
      return encoded(MessageDigest.getInstance("SHA-256").digest(utf8(text)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] octets(BigInteger number) {
    byte[] signed = number.toByteArray();
    byte[] octets = new byte[POINT_OCTETS];
    byte[] unsigned =
        Arrays.copyOfRange(signed, Math.max(0, signed.length - POINT_OCTETS), signed.length);
    System.arraycopy(unsigned, 0, octets, POINT_OCTETS - unsigned.length, unsigned.length);
    return octets;
  }

  private static String encoded(byte[] octets) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }
}
