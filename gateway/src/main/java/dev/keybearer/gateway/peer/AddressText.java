package dev.keybearer.gateway.peer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * IP addresses as text, in one strict form each: four decimal numbers without leading zeros, which
 * some take for octal, and the forms of RFC 4291 section 2.2 without zones.
 */
final class AddressText {
  private static final int GROUPS = 8;

  private AddressText() {}

  /** The 32 bits of an IPv4 address, or -1. */
  static long v4(String text) {
    String[] numbers = text.split("\\.", -1);
    if (numbers.length != 4) {
      return -1;
    }
    long bits = 0;
    for (String number : numbers) {
      int value = decimal(number);
      if (value < 0) {
        return -1;
      }
      bits = (bits << 8) | value;
    }
    return bits;
  }

  /** An IPv6 address, or null. */
  static @Nullable Address v6(String text) {
    int gap = text.indexOf("::");
    List<Integer> head = groups(gap < 0 ? text : text.substring(0, gap), gap < 0);
    List<Integer> tail = gap < 0 ? List.of() : groups(text.substring(gap + 2), true);
    if (head == null || tail == null) {
      return null;
    }
    int given = head.size() + tail.size();
    if (gap < 0 ? given != GROUPS : given >= GROUPS) {
      return null;
    }
    byte[] octets = new byte[2 * GROUPS];
    put(octets, head, 0);
    put(octets, tail, GROUPS - tail.size());
    return Address.of(octets);
  }

  /**
   * The shortest form: the longest run of two zero groups or more is left out, the first of equals.
   */
  static String of(Address address) {
    if (address.isV4()) {
      long bits = address.low();
      return ((bits >> 24) & 255)
          + "."
          + ((bits >> 16) & 255)
          + "."
          + ((bits >> 8) & 255)
          + "."
          + (bits & 255);
    }
    String hex = address.hex();
    List<String> groups = new ArrayList<>();
    for (int i = 0; i < GROUPS; i++) {
      groups.add(Integer.toHexString(Integer.parseInt(hex, 4 * i, 4 * i + 4, 16)));
    }
    int start = longestZeros(groups);
    int length = zeros(groups, start);
    if (length < 2) {
      return String.join(":", groups);
    }
    return String.join(":", groups.subList(0, start))
        + "::"
        + String.join(":", groups.subList(start + length, GROUPS));
  }

  /** The groups between colons; only the last of an address may be an IPv4 address. */
  private static @Nullable List<Integer> groups(String text, boolean last) {
    List<Integer> groups = new ArrayList<>();
    if (text.isEmpty()) {
      return groups;
    }
    String[] parts = text.split(":", -1);
    for (int i = 0; i < parts.length; i++) {
      boolean mayBeV4 = last && i == parts.length - 1 && parts[i].indexOf('.') >= 0;
      long bits = mayBeV4 ? v4(parts[i]) : hexadecimal(parts[i]);
      if (bits < 0) {
        return null;
      }
      if (mayBeV4) {
        groups.add((int) (bits >> 16));
      }
      groups.add((int) (bits & 0xffff));
    }
    return groups;
  }

  private static void put(byte[] octets, List<Integer> groups, int at) {
    for (int i = 0; i < groups.size(); i++) {
      octets[2 * (at + i)] = (byte) (groups.get(i) >> 8);
      octets[2 * (at + i) + 1] = groups.get(i).byteValue();
    }
  }

  private static int longestZeros(List<String> groups) {
    int best = 0;
    for (int i = 1; i < GROUPS; i++) {
      if (zeros(groups, i) > zeros(groups, best)) {
        best = i;
      }
    }
    return best;
  }

  private static int zeros(List<String> groups, int start) {
    int end = start;
    while (end < GROUPS && groups.get(end).equals("0")) {
      end++;
    }
    return end - start;
  }

  private static int decimal(String number) {
    boolean padded = number.length() > 1 && number.startsWith("0");
    if (number.isEmpty() || number.length() > 3 || padded) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < number.length(); i++) {
      char digit = number.charAt(i);
      if (digit < '0' || digit > '9') {
        return -1;
      }
      value = 10 * value + digit - '0';
    }
    return value <= 255 ? value : -1;
  }

  private static long hexadecimal(String group) {
    if (group.isEmpty() || group.length() > 4) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < group.length(); i++) {
      char character = group.charAt(i);
      int digit = character < 0x80 ? Character.digit(character, 16) : -1;
      if (digit < 0) {
        return -1;
      }
      value = (value << 4) | digit;
    }
    return value;
  }
}
