package dev.keybearer.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.peer.Address;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** D2: who counts as one. */
class KeyingTest {
  private final Keying keying = Keying.random();

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1,              192.0.2.1",
    "192.0.2.1,              ::ffff:192.0.2.1",
    "192.0.2.1,              ::FFFF:c000:201",
    "2001:db8::1,            2001:db8::2",
    "2001:db8::1,            2001:0db8:0:0:ffff:ffff:ffff:ffff",
    "2001:db8:0:7::,         2001:db8:0:7:1:2:3:4",
    "::,                     ::1",
    "fe80::1,                fe80::2"
  })
  void takesThemForOne(String one, String other) {
    assertThat(key(one)).isEqualTo(key(other));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1,              192.0.2.2",
    "192.0.2.1,              ::192.0.2.1",
    "192.0.2.1,              64:ff9b::192.0.2.1",
    "192.0.2.1,              2002:c000:201::",
    "::ffff:192.0.2.1,       ::ffff:192.0.2.2",
    "::,                     0.0.0.0",
    "2001:db8::1,            2001:db8:0:1::1",
    "2001:db8:0:1::,         2001:db8:0:2::",
    "2001:db8::,             2001:db9::"
  })
  void takesThemForTwo(String one, String other) {
    assertThat(key(one)).isNotEqualTo(key(other));
  }

  @Test
  void hasKeysOfItsOwnForWhateverIsCounted() {
    Address address = address("192.0.2.1");
    Set<Long> keys =
        Set.of(
            keying.key(address),
            keying.of("calls").key(address),
            keying.of("guess").key(address),
            keying.key(address, "alice"),
            keying.key(address, "bob"),
            keying.key("a", "bc"),
            keying.key("ab", "c"),
            keying.key("", "abc"),
            keying.key("abc"),
            Keying.random().key(address));

    assertThat(keys).hasSize(10);
  }

  @Test
  void spreadsNeighboursOverAllBits() {
    Set<Long> high = new HashSet<>();
    Set<Long> low = new HashSet<>();
    for (int i = 0; i < 1 << 16; i++) {
      long key = keying.key(new Address(0, 0xffffL << 32 | i));
      high.add(key >>> 48);
      low.add(key & 0xffff);
    }

    // Of 65,536 thrown at random into as many places 63 % are hit.
    assertThat(high).hasSizeBetween(40_000, 43_000);
    assertThat(low).hasSizeBetween(40_000, 43_000);
  }

  private long key(String address) {
    return keying.key(address(address));
  }

  private static Address address(String text) {
    return Objects.requireNonNull(Address.parse(text));
  }
}
