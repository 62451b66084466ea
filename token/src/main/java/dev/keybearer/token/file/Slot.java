package dev.keybearer.token.file;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The place in the folder where the item of one name rests.
 *
 * <p>Lower-case letters, digits, {@code -} and {@code _} stand for themselves; every other byte of
 * the name's UTF-8 form becomes {@code %} and two lower-case hex digits. So no two names meet on a
 * file system that ignores case or rewrites accents, and none leaves the folder. What would be too
 * long becomes {@code ~} and the SHA-256 of the name.
 *
 * @param name what the item is called
 * @param file the name of its file
 */
record Slot(String name, String file) {
  static final String SUFFIX = ".item";

  /** Bytes of UTF-8; the envelope could carry 65,535, no credential needs more than this. */
  static final int NAME_LIMIT = 1024;

  /** Room is left under the usual 255 for the suffixes and for the prefix of the quarantine. */
  static final int STEM_LIMIT = 180;

  private static final HexFormat HEX = HexFormat.of();

  static Slot of(String name) {
    byte[] bytes = utf8(name);
    if (bytes.length == 0 || bytes.length > NAME_LIMIT) {
      throw new IllegalArgumentException(
          "the name of an item takes 1 to %d bytes, this one takes %d"
              .formatted(NAME_LIMIT, bytes.length));
    }
    StringBuilder stem = new StringBuilder(bytes.length);
    for (byte each : bytes) {
      append(stem, each);
    }
    String shown = stem.length() <= STEM_LIMIT ? stem.toString() : "~" + digest(bytes);
    return new Slot(name, shown + SUFFIX);
  }

  /** Replacing what cannot be encoded, as {@code getBytes} does, would make two names one. */
  private static byte[] utf8(String name) {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(name));
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      return copy;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the name of an item holds half a character", e);
    }
  }

  private static void append(StringBuilder stem, byte each) {
    boolean plain =
        (each >= 'a' && each <= 'z') || (each >= '0' && each <= '9') || each == '-' || each == '_';
    if (plain) {
      stem.append((char) each);
      return;
    }
    stem.append('%').append(HEX.toHexDigits(each));
  }

  private static String digest(byte[] bytes) {
    try {
      return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
