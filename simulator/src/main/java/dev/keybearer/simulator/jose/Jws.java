package dev.keybearer.simulator.jose;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;

/**
 * A JSON Web Signature in its compact form: three parts of base64url, joined by dots.
 *
 * @param header the decoded JSON of the first part
 * @param payload the decoded second part
 * @param signed the first two parts as they were signed
 * @param signature the third part, still encoded
 */
public record Jws(String header, String payload, String signed, String signature) {
  /** Signs a payload under a header exactly as both are given, be they right or wrong. */
  public static String sign(SigningKey key, String header, String payload) {
    String signed = encode(header) + "." + encode(payload);
    try {
      Signature signature = key.algorithm().signature();
      signature.initSign(key.pair().getPrivate());
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed
          + "."
          + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("signing with " + key + " failed", e);
    }
  }

  /**
   * Takes a compact form apart without judging its signature.
   *
   * @throws IllegalArgumentException when it is not three parts of base64url
   */
  public static Jws parse(String compact) {
    int first = compact.indexOf('.');
    int last = compact.lastIndexOf('.');
    if (first < 0 || last == first || compact.indexOf('.', first + 1) != last) {
      throw new IllegalArgumentException("not three parts joined by dots");
    }
    return new Jws(
        decode(compact.substring(0, first)),
        decode(compact.substring(first + 1, last)),
        compact.substring(0, last),
        compact.substring(last + 1));
  }

  /** Whether this key made the signature with this algorithm; any doubt is a no. */
  public boolean isSignedBy(PublicKey key, Algorithm algorithm) {
    if (!algorithm.fits(key)) {
      return false;
    }
    try {
      Signature verifier = algorithm.signature();
      verifier.initVerify(key);
      verifier.update(signed.getBytes(StandardCharsets.US_ASCII));
      return verifier.verify(Base64.getUrlDecoder().decode(signature));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  /** The header only: header and payload with their signature are a token. */
  @Override
  public String toString() {
    return "Jws[" + header + "]";
  }

  private static String encode(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String part) {
    return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
  }
}
