package dev.keybearer.token.file;

import dev.keybearer.token.Item;
import dev.keybearer.token.secret.Secret;
import java.util.Arrays;
import java.util.UUID;

/**
 * Seals what one store keeps elsewhere than in files, in the same form as the files of {@link
 * FileTokenStore}: bound to the store, the name, the generation and the serial of the write.
 * Immutable.
 */
public final class Sealer {
  /** The longest value that is sealed. */
  public static final int VALUE_LIMIT = Content.VALUE_LIMIT;

  /** The longest sealed item, with its name. */
  public static final int SEALED_LIMIT = Content.FILE_LIMIT;

  private final SealingKeys keys;
  private final UUID store;

  private Sealer(SealingKeys keys, UUID store) {
    this.keys = keys;
    this.store = store;
  }

  /** Seals for the store of this id. */
  public static Sealer of(SealingKeys keys, UUID store) {
    return new Sealer(keys, store);
  }

  /**
   * Returns when an item may have the name.
   *
   * @throws IllegalArgumentException when it is empty, too long, or holds half a character
   */
  public static void requireName(String name) {
    Slot.of(name);
  }

  /** The id of the store. */
  public UUID store() {
    return store;
  }

  /** The id of the key that is sealed with. */
  public long key() {
    return keys.current().id();
  }

  /** Whether the key of that id is there to unseal with. */
  public boolean knows(long key) {
    return keys.find(key) != null;
  }

  /** An item, sealed as the write of that serial. */
  public byte[] seal(Item item, long serial) {
    return seal(Envelope.Format.ITEM, item, serial);
  }

  /** What a store knows of all its items, sealed as the write of that serial. */
  public byte[] sealHead(Secret head, long serial) {
    return seal(Envelope.Format.HEAD, Item.of("", 0, head), serial);
  }

  private byte[] seal(Envelope.Format format, Item item, long serial) {
    Envelope.Label label =
        new Envelope.Label(format, key(), store, serial, item.generation(), item.name());
    byte[] content = Content.encode(item);
    try {
      return new Envelope(label, content).seal(keys);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /** The item of that name, when this store sealed it, at whatever time. */
  public Unsealed unseal(String name, byte[] sealed) throws Distrusted {
    return unseal(Envelope.Format.ITEM, name, sealed);
  }

  /** What a store knew of all its items, when this store sealed it, at whatever time. */
  public Unsealed unsealHead(byte[] sealed) throws Distrusted {
    return unseal(Envelope.Format.HEAD, "", sealed);
  }

  private Unsealed unseal(Envelope.Format format, String name, byte[] sealed) throws Distrusted {
    Envelope envelope = Envelope.unseal(sealed, keys);
    Envelope.Label label = envelope.label();
    if (!label.store().equals(store)) {
      throw distrusted(envelope, Distrusted.Reason.STRANGE);
    }
    if (label.format() != format || !label.name().equals(name)) {
      throw distrusted(envelope, Distrusted.Reason.MISPLACED);
    }
    return new Unsealed(Content.decode(envelope), label.serial(), label.key());
  }

  private static Distrusted distrusted(Envelope envelope, Distrusted.Reason reason) {
    Arrays.fill(envelope.content(), (byte) 0);
    return new Distrusted(reason);
  }

  /**
   * What was sealed once.
   *
   * @param item the item; of a head, one without a name
   * @param serial of the write
   * @param key the id of the key it was sealed under
   */
  public record Unsealed(Item item, long serial, long key) {}
}
