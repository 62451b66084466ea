package dev.keybearer.gateway.peer;

import java.net.InetAddress;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * An IP address as 128 bits; one of IPv4 is the mapped one of IPv6, so that {@code 192.0.2.1} and
 * {@code ::ffff:192.0.2.1} are the same caller.
 *
 * <pre>
 *   high                     low
 *   0000:0000:0000:0000      0000:ffff:VVVV:VVVV     IPv4
 *   xxxx:xxxx:xxxx:xxxx      xxxx:xxxx:xxxx:xxxx     IPv6
 * </pre>
 */
public record Address(long high, long low) {
  /** How many bits of a mapped address come before those of IPv4. */
  static final int MAPPED_BITS = 96;

  private static final long MAPPED = 0xffffL << 32;

  /** The address of a socket. */
  public static Address of(InetAddress socket) {
    byte[] octets = socket.getAddress();
    return octets.length == 4 ? v4(bits(octets, 0, 4)) : of(octets);
  }

  /** Reads an address without port, zone or brackets; null when the text is none. */
  public static @Nullable Address parse(String text) {
    return text.indexOf(':') < 0 ? parseV4(text) : AddressText.v6(text);
  }

  /** Whether it is one of IPv4. */
  public boolean isV4() {
    return high == 0 && low >>> 32 == 0xffff;
  }

  /**
   * What whoever has it has at least: an address of IPv4 alone, of IPv6 the 2^64 that begin alike
   * (D2).
   */
  public Address holder() {
    return isV4() ? this : new Address(high, 0);
  }

  /** The form of RFC 5952, or four numbers for IPv4. */
  @Override
  public String toString() {
    return AddressText.of(this);
  }

  static Address v4(long bits) {
    return new Address(0, MAPPED | bits);
  }

  /** The address of these sixteen octets. */
  static Address of(byte[] octets) {
    return new Address(bits(octets, 0, 8), bits(octets, 8, 16));
  }

  /** The sixteen octets in hexadecimal, for those who write addresses. */
  String hex() {
    HexFormat format = HexFormat.of();
    return format.toHexDigits(high) + format.toHexDigits(low);
  }

  private static @Nullable Address parseV4(String text) {
    long bits = AddressText.v4(text);
    return bits < 0 ? null : v4(bits);
  }

  private static long bits(byte[] octets, int from, int to) {
    long bits = 0;
    for (int i = from; i < to; i++) {
      bits = (bits << 8) | (octets[i] & 0xff);
    }
    return bits;
  }
}
