package dev.keybearer.gateway.limit;

import dev.keybearer.gateway.peer.Address;
import java.security.SecureRandom;

/**
 * Turns what is counted into 64 bits, by numbers that nobody outside knows: nobody can choose an
 * address or a name that is counted as somebody else's. Immutable.
 *
 * @param seed a random number
 * @param factor a random odd number
 */
record Keying(long seed, long factor) {
  /** By new random numbers. */
  static Keying random() {
    SecureRandom random = new SecureRandom();
    return new Keying(random.nextLong(), random.nextLong() | 1);
  }

  /** The same for something else: what is equal in both has different keys. */
  Keying of(String other) {
    return new Keying(key(seed, other), factor);
  }

  /**
   * The key of an address, which is that of all that its holder has; one of IPv4 counts alone, in
   * whichever form it came.
   */
  long key(Address address) {
    Address holder = address.holder();
    return mixed(mixed(seed ^ holder.high()) ^ holder.low());
  }

  /** The key of two texts. */
  long key(String first, String second) {
    return key(key(seed, first), second);
  }

  /** The key of a text. */
  long key(String text) {
    return key(seed, text);
  }

  /** The key of an address together with a text. */
  long key(Address address, String text) {
    return key(key(address), text);
  }

  private long key(long start, String text) {
    long key = start ^ text.length();
    for (int i = 0; i < text.length(); i++) {
      key = (key ^ text.charAt(i)) * factor;
      key ^= key >>> 29;
    }
    return mixed(key);
  }

  /** Spreads every bit over all of them, as the last step of MurmurHash3 does. */
  private long mixed(long bits) {
    long mixed = (bits ^ bits >>> 33) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ mixed >>> 33) * factor;
    return mixed ^ mixed >>> 32;
  }
}
