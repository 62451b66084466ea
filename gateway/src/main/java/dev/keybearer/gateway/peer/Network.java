package dev.keybearer.gateway.peer;

/**
 * A block of addresses that begin with the same bits, as {@code 10.0.0.0/8} or {@code fd00::/8}.
 *
 * @param bits how many of the 128 bits are the same; 96 more than is written for IPv4
 */
public record Network(Address first, int bits) {
  private static final int LONGEST = 128;

  /** A block; what comes after its bits is zero. */
  public Network {
    if (bits < 0 || bits > LONGEST || !masked(first, bits).equals(first)) {
      throw new IllegalArgumentException("no network begins at " + first + " with such a length");
    }
  }

  /**
   * Reads a block, or one address.
   *
   * @throws IllegalArgumentException when the text is none, with what to write instead
   */
  public static Network parse(String text) {
    int slash = text.indexOf('/');
    Address address = Address.parse(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      throw new IllegalArgumentException(
          text + " is no network: an address and its length are expected, such as 10.0.0.0/8");
    }
    boolean v4 = text.indexOf(':') < 0;
    int most = v4 ? LONGEST - Address.MAPPED_BITS : LONGEST;
    int length = slash < 0 ? most : length(text.substring(slash + 1), most);
    if (length < 0) {
      throw new IllegalArgumentException(
          text + " is no network: its length is a number from 0 to " + most);
    }
    int bits = v4 ? Address.MAPPED_BITS + length : length;
    Network network = new Network(masked(address, bits), bits);
    if (!network.first.equals(address)) {
      throw new IllegalArgumentException(
          text + " names an address inside of a network: write " + network);
    }
    return network;
  }

  /** Whether the address is in it. */
  public boolean contains(Address address) {
    return masked(address, bits).equals(first);
  }

  /** Whether all addresses of one family are in it: to trust it is to trust everybody. */
  public boolean isEverybody() {
    return bits == 0 || (bits == Address.MAPPED_BITS && first.isV4());
  }

  @Override
  public String toString() {
    boolean v4 = first.isV4() && bits >= Address.MAPPED_BITS;
    return first + "/" + (v4 ? bits - Address.MAPPED_BITS : bits);
  }

  private static int length(String text, int most) {
    boolean plain =
        !text.isEmpty() && text.length() <= 3 && !(text.length() > 1 && text.startsWith("0"));
    for (int i = 0; i < text.length(); i++) {
      plain &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    int length = plain ? Integer.parseInt(text) : -1;
    return length <= most ? length : -1;
  }

  private static Address masked(Address address, int bits) {
    return new Address(
        address.high() & mask(Math.min(bits, 64)), address.low() & mask(Math.max(bits - 64, 0)));
  }

  /** The first bits of 64; a shift by 64 would be one by 0. */
  private static long mask(int bits) {
    return bits == 0 ? 0 : -1L << (64 - bits);
  }
}
