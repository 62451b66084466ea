package dev.keybearer.token.login;

import dev.keybearer.token.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Shows that whoever redeems a code is who asked for it (RFC 7636, method S256).
 *
 * @param verifier known here only until the code is redeemed
 */
record ProofKey(Secret verifier) {
  /** RFC 7636 section 7.1 recommends 256 bits; the same serves a state. */
  private static final int RANDOM_BYTES = 32;

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  /** A key nobody can guess. */
  static ProofKey random() {
    return new ProofKey(Secret.of(unguessable()));
  }

  /** Text of the URL alphabet that nobody can guess. */
  static String unguessable() {
    byte[] bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return BASE64.encodeToString(bytes);
  }

  /** What the issuer may know from the start. */
  String challenge() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] text = verifier.reveal().getBytes(StandardCharsets.US_ASCII);
      return BASE64.encodeToString(digest.digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
