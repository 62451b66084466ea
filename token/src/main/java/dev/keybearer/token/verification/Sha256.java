package dev.keybearer.token.verification;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.util.Base64;

/** SHA-256 in the forms in which it is compared. */
final class Sha256 {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  /** Copied for each use: looking a new one up takes longer than hashing a short text. */
  private static final MessageDigest UNUSED = found();

  private Sha256() {}

  /** As claims write it: base64url without padding. */
  static String text(byte[] content) {
    return BASE64.encodeToString(fresh().digest(content));
  }

  /** As a key of a map. */
  static Digest digest(byte[] content) {
    ByteBuffer digest = ByteBuffer.wrap(fresh().digest(content));
    return new Digest(digest.getLong(), digest.getLong(), digest.getLong(), digest.getLong());
  }

  /** One that has seen nothing yet. */
  static MessageDigest fresh() {
    try {
      return (MessageDigest) UNUSED.clone();
    } catch (CloneNotSupportedException anotherPlatform) {
      return found();
    }
  }

  /** The JDK's own is compiled into the caller; a native one costs a call out for each text. */
  private static MessageDigest found() {
    try {
      return MessageDigest.getInstance("SHA-256", "SUN");
    } catch (NoSuchAlgorithmException | NoSuchProviderException anotherPlatform) {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has SHA-256", e);
      }
    }
  }
}
