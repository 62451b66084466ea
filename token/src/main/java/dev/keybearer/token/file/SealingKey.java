package dev.keybearer.token.file;

import dev.keybearer.token.StoreFailure;
import dev.keybearer.token.secret.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** One AES-256 key and the number by which a file says that it was sealed under it. */
final class SealingKey {
  static final int LENGTH = 32;
  static final int NONCE_LENGTH = 12;
  static final int TAG_LENGTH = 16;

  /** A key is named by a keyed hash of this text: the name gives nothing of the key away. */
  private static final String NAMING = "keybearer token store, name of a key, 1";

  private static final int HEX_LENGTH = 2 * LENGTH;
  private static final int BASE64_LENGTH = 44;

  private final long id;
  private final SecretKeySpec key;

  private SealingKey(byte[] bytes) {
    key = new SecretKeySpec(bytes, "AES");
    try {
      Mac naming = Mac.getInstance("HmacSHA256");
      naming.init(new SecretKeySpec(bytes, "HmacSHA256"));
      id = ByteBuffer.wrap(naming.doFinal(NAMING.getBytes(StandardCharsets.UTF_8))).getLong();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has HmacSHA256", e);
    }
  }

  /** Takes 32 bytes, or 32 bytes written as hex or base64. */
  static SealingKey parse(Secret secret) {
    return secret.use(
        given -> {
          byte[] bytes = decode(given);
          try {
            return new SealingKey(bytes);
          } finally {
            Arrays.fill(bytes, (byte) 0);
          }
        });
  }

  private static byte[] decode(byte[] given) {
    byte[] bytes = given.length == LENGTH ? given.clone() : decodeText(trimmed(given));
    if (bytes == null || bytes.length != LENGTH) {
      throw refused("%d bytes that are no key".formatted(given.length));
    }
    if (isText(bytes)) {
      throw refused("32 printable characters, which is a password and no key");
    }
    if (Arrays.equals(bytes, new byte[LENGTH])) {
      throw refused("32 zeros, which nobody drew at random");
    }
    return bytes;
  }

  private static StoreFailure refused(String found) {
    return new StoreFailure(
        StoreFailure.Kind.UNREADABLE,
        "the key of the token store was given as "
            + found
            + "; give 32 random bytes, as they are or in base64 or hex, for example from"
            + " `openssl rand -base64 32`",
        null);
  }

  /** A random key looks like text once in 10^13 times; a password taken for a key always does. */
  private static boolean isText(byte[] bytes) {
    for (byte each : bytes) {
      if (each < ' ' || each > '~') {
        return false;
      }
    }
    return true;
  }

  /** Files and shells add a line end. */
  private static byte[] trimmed(byte[] given) {
    int end = given.length;
    while (end > 0 && (given[end - 1] == '\n' || given[end - 1] == '\r')) {
      end--;
    }
    return Arrays.copyOf(given, end);
  }

  private static byte @Nullable [] decodeText(byte[] text) {
    try {
      if (text.length == HEX_LENGTH) {
        return HexFormat.of().parseHex(new String(text, StandardCharsets.US_ASCII));
      }
      if (text.length != BASE64_LENGTH && text.length != BASE64_LENGTH - 1) {
        return null;
      }
      for (int i = 0; i < text.length; i++) {
        text[i] = text[i] == '-' ? (byte) '+' : text[i] == '_' ? (byte) '/' : text[i];
      }
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      // The text of the exception quotes the text of the key.
      return null;
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  long id() {
    return id;
  }

  /** Encrypts the content and binds it to the data that stays readable. */
  byte[] seal(byte[] nonce, byte[] readable, byte[] content) {
    try {
      return cipher(Cipher.ENCRYPT_MODE, nonce, readable).doFinal(content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM refused to seal", e);
    }
  }

  /** The content, when neither it nor the readable data was changed. */
  byte[] unseal(byte[] nonce, byte[] readable, byte[] sealed) throws Distrusted {
    try {
      return cipher(Cipher.DECRYPT_MODE, nonce, readable).doFinal(sealed);
    } catch (AEADBadTagException e) {
      throw new Distrusted(Distrusted.Reason.ALTERED);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM refused to unseal", e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, byte[] readable) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(8 * TAG_LENGTH, nonce));
    cipher.updateAAD(readable);
    return cipher;
  }
}
