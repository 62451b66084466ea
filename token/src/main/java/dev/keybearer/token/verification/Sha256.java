package dev.keybearer.token.verification;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** SHA-256 in the forms in which it is compared. */
final class Sha256 {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private Sha256() {}

  /** As claims write it: base64url without padding. */
  static String text(byte[] content) {
    return BASE64.encodeToString(of(content));
  }

  /** As a key of a map. */
  static Digest digest(byte[] content) {
    ByteBuffer digest = ByteBuffer.wrap(of(content));
    return new Digest(digest.getLong(), digest.getLong(), digest.getLong(), digest.getLong());
  }

  private static byte[] of(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
