package dev.keybearer.token.file;

import dev.keybearer.token.Item;
import dev.keybearer.token.secret.Secret;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;

/**
 * What is encrypted of an item; its name and generation stand on the label.
 *
 * <pre>
 *  0 1         9       13
 *  +-+---------+-------+- - - -+
 *  |p| seconds | nanos | value |
 *  +-+---------+-------+- - - -+
 * </pre>
 *
 * p is 1 when the use of the item was announced, at the moment that follows; 0 when it was not, and
 * then the moment is all zero.
 */
final class Content {
  private static final int VALUE_AT = 13;

  /** Sixteen times the largest answer of a token endpoint that is accepted. */
  static final int VALUE_LIMIT = 1 << 20;

  /** The longest file that can be an item. */
  static final int FILE_LIMIT = Envelope.LEAST_LENGTH + Slot.NAME_LIMIT + VALUE_AT + VALUE_LIMIT;

  private Content() {}

  /** The caller wipes it. */
  static byte[] encode(Item item) {
    Instant prepared = item.prepared();
    return item.value()
        .use(
            value -> {
              ByteBuffer out = ByteBuffer.allocate(VALUE_AT + value.length);
              out.put((byte) (prepared == null ? 0 : 1));
              out.putLong(prepared == null ? 0 : prepared.getEpochSecond());
              out.putInt(prepared == null ? 0 : prepared.getNano());
              return out.put(value).array();
            });
  }

  /** The item in an envelope, whose content is wiped. */
  static Item decode(Envelope envelope) throws Distrusted {
    byte[] content = envelope.content();
    byte[] value = new byte[0];
    try {
      if (content.length < VALUE_AT) {
        throw new Distrusted(Distrusted.Reason.MALFORMED);
      }
      ByteBuffer in = ByteBuffer.wrap(content);
      boolean announced = in.get() != 0;
      Instant moment = Instant.ofEpochSecond(in.getLong(), in.getInt());
      value = Arrays.copyOfRange(content, VALUE_AT, content.length);
      return new Item(
          envelope.label().name(),
          envelope.label().generation(),
          Secret.of(value),
          announced ? moment : null);
    } finally {
      Arrays.fill(content, (byte) 0);
      Arrays.fill(value, (byte) 0);
    }
  }
}
