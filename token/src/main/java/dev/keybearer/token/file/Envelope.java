package dev.keybearer.token.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;

/**
 * A sealed file: a label that stays readable, then its content, encrypted.
 *
 * <pre>
 *  0      8      16           32     40         48    60 62   62+n         end-16  end
 *  +------+------+------------+------+----------+-----+--+- - -+- - - - - -+-------+
 *  |format|key id|store id    |serial|generation|nonce|n |name | content   |tag    |
 *  +------+------+------------+------+----------+-----+--+- - -+- - - - - -+-------+
 *  |<------------- label: bound, not encrypted --------------->|<-encrypted->|
 * </pre>
 *
 * Numbers are big-endian. The format is six letters and the version of the schema. The whole label
 * is the additional data of AES-256-GCM; the nonce is random, so a key seals fewer than 2^32 times.
 */
final class Envelope {
  private static final int NAME_AT = 62;

  /** An envelope with an empty name and no content. */
  static final int LEAST_LENGTH = NAME_AT + SealingKey.TAG_LENGTH;

  private static final SecureRandom NONCES = new SecureRandom();

  private final Label label;
  private final byte[] content;

  /** An envelope around this very content, which is not copied. */
  Envelope(Label label, byte[] content) {
    this.label = label;
    this.content = content;
  }

  /** Opens the bytes of a file that may hold anything. */
  static Envelope unseal(byte[] file, SealingKeys keys) throws Distrusted {
    if (file.length == 0) {
      throw new Distrusted(Distrusted.Reason.EMPTY);
    }
    if (file.length < LEAST_LENGTH) {
      throw new Distrusted(Distrusted.Reason.MALFORMED);
    }
    ByteBuffer in = ByteBuffer.wrap(file);
    Format format = Format.of(in.getLong());
    SealingKey key = keys.find(in.getLong());
    if (key == null) {
      throw new Distrusted(Distrusted.Reason.FOREIGN);
    }
    UUID store = new UUID(in.getLong(), in.getLong());
    long serial = in.getLong();
    long generation = in.getLong();
    byte[] nonce = take(in, SealingKey.NONCE_LENGTH);
    int nameLength = Short.toUnsignedInt(in.getShort());
    if (in.remaining() < nameLength + SealingKey.TAG_LENGTH) {
      throw new Distrusted(Distrusted.Reason.MALFORMED);
    }
    String name = new String(take(in, nameLength), StandardCharsets.UTF_8);
    byte[] bound = Arrays.copyOf(file, in.position());
    byte[] content = key.unseal(nonce, bound, take(in, in.remaining()));
    return new Envelope(new Label(format, key.id(), store, serial, generation, name), content);
  }

  private static byte[] take(ByteBuffer in, int length) {
    byte[] taken = new byte[length];
    in.get(taken);
    return taken;
  }

  /** The bytes of the file, sealed with the current key. */
  byte[] seal(SealingKeys keys) {
    SealingKey key = keys.current();
    if (key.id() != label.key) {
      throw new IllegalArgumentException("the label names another key");
    }
    byte[] nonce = new byte[SealingKey.NONCE_LENGTH];
    NONCES.nextBytes(nonce);
    byte[] bound = label.bytes(nonce);
    byte[] sealed = key.seal(nonce, bound, content);
    return ByteBuffer.allocate(bound.length + sealed.length).put(bound).put(sealed).array();
  }

  Label label() {
    return label;
  }

  /** What is inside; the very array, so that its last user can wipe it. */
  byte[] content() {
    return content;
  }

  /** What kind of file it is; the last two bytes are the version of the schema. */
  enum Format {
    /** {@code KBITEM}, 1. */
    ITEM(0x4b42_4954_454d_0001L),
    /** {@code KBMARK}, 1. */
    MARKS(0x4b42_4d41_524b_0001L),
    /** {@code KBHEAD}, 1: what a store in a database knows of all its items. */
    HEAD(0x4b42_4845_4144_0001L);

    private static final int SCHEMA_BITS = 16;

    private final long number;

    Format(long number) {
      this.number = number;
    }

    private static Format of(long number) throws Distrusted {
      for (Format each : values()) {
        if (each.number == number) {
          return each;
        }
        if (each.number >>> SCHEMA_BITS == number >>> SCHEMA_BITS) {
          throw new Distrusted(Distrusted.Reason.NEWER);
        }
      }
      throw new Distrusted(Distrusted.Reason.MALFORMED);
    }
  }

  /**
   * The readable part of a file.
   *
   * @param format what kind of file it is
   * @param key what it is sealed under
   * @param store the store that wrote it
   * @param serial the number of that write
   * @param generation of the item; 0 for marks and heads
   * @param name of the item; empty for marks and heads
   */
  record Label(Format format, long key, UUID store, long serial, long generation, String name) {
    private byte[] bytes(byte[] nonce) {
      byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.allocate(NAME_AT + utf8.length)
          .putLong(format.number)
          .putLong(key)
          .putLong(store.getMostSignificantBits())
          .putLong(store.getLeastSignificantBits())
          .putLong(serial)
          .putLong(generation)
          .put(nonce)
          .putShort((short) utf8.length)
          .put(utf8)
          .array();
    }
  }
}
