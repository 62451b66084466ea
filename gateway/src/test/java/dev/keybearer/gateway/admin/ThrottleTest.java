package dev.keybearer.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.peer.Address;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** M2: failures count by address, in a table that does not grow without end. */
class ThrottleTest {
  private final FakeTime time = new FakeTime();
  private final Throttle throttle = new Throttle(time);

  @Test
  void holdsBackAtTheTenthFailureOfOneAddressOnly() {
    fail("192.0.2.1", 9);
    assertThat(held("192.0.2.1")).isFalse();

    fail("192.0.2.1", 1);
    assertThat(held("192.0.2.1")).isTrue();
    assertThat(held("192.0.2.2")).isFalse();
  }

  @Test
  void countsFromTheFirstFailureOn() {
    fail("192.0.2.1", 1);
    time.advance(Duration.ofSeconds(59));
    fail("192.0.2.1", 9);
    assertThat(throttle.held(address("192.0.2.1"))).isEqualTo(Duration.ofSeconds(1));

    time.advance(Duration.ofSeconds(1));
    assertThat(held("192.0.2.1")).isFalse();

    fail("192.0.2.1", 9);
    assertThat(held("192.0.2.1")).isFalse();
  }

  /** Whoever has one has 2^64 of them. */
  @Test
  void takesTheAddressesOfOneNetworkOfIpv6ForOne() {
    for (int i = 0; i < 10; i++) {
      fail("2001:db8:0:1::" + i, 1);
    }
    assertThat(held("2001:db8:0:1:ffff::1")).isTrue();
    assertThat(held("2001:db8:0:2::1")).isFalse();
  }

  @Test
  void knowsAnAddressOfIpv4InItsForm() {
    fail("192.0.2.1", 10);
    assertThat(held("::ffff:192.0.2.1")).isTrue();
    assertThat(held("::ffff:192.0.2.2")).isFalse();
  }

  @Test
  void forgetsTheOldestBeyondItsBound() {
    fail("192.0.2.1", 10);
    for (int i = 1; i < Throttle.MOST_ADDRESSES; i++) {
      throttle.failed(Objects.requireNonNull(Address.parse("10.0." + i / 250 + "." + i % 250)));
    }
    assertThat(held("192.0.2.1")).isTrue();

    fail("192.0.2.2", 1);

    assertThat(held("192.0.2.1")).isFalse();
    assertThat(throttle.size()).isEqualTo(Throttle.MOST_ADDRESSES);
  }

  @Test
  void forgetsWhatHasPassed() {
    fail("192.0.2.1", 10);
    time.advance(Duration.ofSeconds(60));
    fail("192.0.2.2", 1);

    assertThat(throttle.size()).isEqualTo(1);
  }

  private boolean held(String address) {
    return throttle.held(address(address)) != null;
  }

  private void fail(String address, int times) {
    for (int i = 0; i < times; i++) {
      throttle.failed(address(address));
    }
  }

  private static Address address(String text) {
    return Objects.requireNonNull(Address.parse(text));
  }
}
