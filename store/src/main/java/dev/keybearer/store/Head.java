package dev.keybearer.store;

import dev.keybearer.token.secret.Secret;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What a store knows of all its marks at once. It rests sealed and changes with every write.
 *
 * <pre>
 *  0        32      64      72
 *  +--------+-------+-------+
 *  |mark key| sum   | since |
 *  +--------+-------+-------+
 * </pre>
 *
 * The sum is over all marks, modulo 2^256, of HMAC-SHA256(mark key, serial ‖ key id ‖ name). So a
 * write adds one term and takes one away, however many items there are, and yet no mark can be
 * changed, added or removed: who does not know the mark key cannot find another set of marks with
 * the same sum. Immutable.
 *
 * @param markKey 32 random bytes, drawn once
 * @param sum over the marks
 * @param key the id of the key that this head is sealed under
 * @param since the serial of the first write under that key
 * @param high the highest serial ever written
 */
record Head(Secret markKey, BigInteger sum, long key, long since, long high) {
  private static final int SUM_AT = 32;
  private static final int SINCE_AT = 64;
  private static final int LENGTH = 72;
  private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

  /** Two seals a write, and room for writes that failed: half of the 2^32 that GCM allows. */
  private static final long WRITES_PER_KEY = 1L << 30;

  /** The head of a store in which nothing was ever written. */
  static Head none(long key) {
    return new Head(Secret.random(), BigInteger.ZERO, key, 1, 0);
  }

  /** The head in what was sealed, or null when it has another form. */
  static @Nullable Head decode(Secret content, long key, long high) {
    if (content.use(bytes -> bytes.length != LENGTH)) {
      return null;
    }
    return content.use(
        bytes -> {
          ByteBuffer in = ByteBuffer.wrap(bytes);
          byte[] markKey = new byte[SUM_AT];
          in.get(markKey);
          BigInteger sum = new BigInteger(1, bytes, SUM_AT, SINCE_AT - SUM_AT);
          return new Head(Secret.of(markKey), sum, key, in.getLong(SINCE_AT), high);
        });
  }

  Secret encode() {
    return markKey.use(
        bytes -> {
          byte[] digits = sum.toByteArray();
          ByteBuffer out = ByteBuffer.allocate(LENGTH).put(bytes).putLong(SINCE_AT, since);
          // A leading zero byte may stand before the 32 that count.
          int length = Math.min(digits.length, SINCE_AT - SUM_AT);
          out.position(SINCE_AT - length).put(digits, digits.length - length, length);
          return Secret.of(out.array());
        });
  }

  /** Whether one more write under the key would be one too many. */
  boolean isKeyWornOut(long present) {
    return present == key && high - since + 1 >= WRITES_PER_KEY;
  }

  /** The same after a write under the key. */
  Head at(long serial, long present) {
    return new Head(markKey, sum, present, present == key ? since : serial, Math.max(high, serial));
  }

  /** The same with another mark of the name; null is none. */
  Head with(String name, @Nullable Mark before, @Nullable Mark after) {
    BigInteger changed = sum;
    if (before != null) {
      changed = changed.subtract(term(name, before));
    }
    if (after != null) {
      changed = changed.add(term(name, after));
    }
    return new Head(markKey, changed.mod(MODULUS), key, since, high);
  }

  /** The same over exactly these marks. */
  Head over(Map<String, Mark> marks) {
    BigInteger all = BigInteger.ZERO;
    for (Map.Entry<String, Mark> each : marks.entrySet()) {
      all = all.add(term(each.getKey(), each.getValue()));
    }
    return new Head(markKey, all.mod(MODULUS), key, since, high);
  }

  private BigInteger term(String name, Mark mark) {
    return markKey.use(
        bytes -> {
          try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
            mac.update(ByteBuffer.allocate(16).putLong(mark.serial()).putLong(mark.key()).array());
            return new BigInteger(1, mac.doFinal(name.getBytes(StandardCharsets.UTF_8)));
          } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has HmacSHA256", e);
          }
        });
  }
}
