package dev.keybearer.token.verification;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * A {@link Target} in 128 bits of SHA-256: what is looked up and kept in its place.
 *
 * <pre>
 *   1 byte code of the kind | for each text: 4 bytes length in characters, 2 bytes each character
 * </pre>
 *
 * Characters and not UTF-8, in which broken ones are all one question mark: no two targets share
 * bytes. What is signed in a token has 1 byte each, being base64url. Keys rest on disk, so the form
 * is for ever.
 */
public record TargetKey(long high, long low) {
  private static final int PREFIX = Integer.BYTES;

  /** The key of these texts, taken as this kind. */
  static TargetKey of(Target.Kind kind, String... texts) {
    int length = 1;
    for (String text : texts) {
      length += PREFIX + Character.BYTES * text.length();
    }
    ByteBuffer written = ByteBuffer.allocate(length).put(kind.code());
    for (String text : texts) {
      written.putInt(text.length());
      for (int i = 0; i < text.length(); i++) {
        written.putChar(text.charAt(i));
      }
    }
    return key(Sha256.fresh().digest(written.array()));
  }

  /** The key of what is signed in a token; what is no ASCII is no token, and no token's key. */
  static TargetKey ofSigned(String signed) {
    ByteBuffer begin = ByteBuffer.allocate(1 + PREFIX);
    begin.put(Target.Kind.CONTENT.code()).putInt(signed.length());
    MessageDigest sha = Sha256.fresh();
    sha.update(begin.array());
    return key(sha.digest(signed.getBytes(ISO_8859_1)));
  }

  private static TargetKey key(byte[] digest) {
    ByteBuffer read = ByteBuffer.wrap(digest);
    return new TargetKey(read.getLong(), read.getLong());
  }

  /** As hexadecimal. */
  @Override
  public String toString() {
    return "%016x%016x".formatted(high, low);
  }
}
