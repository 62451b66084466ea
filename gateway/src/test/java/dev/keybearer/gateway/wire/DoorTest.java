package dev.keybearer.gateway.wire;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.peer.Address;
import dev.keybearer.gateway.peer.Network;
import dev.keybearer.gateway.peer.TrustedProxies;
import dev.keybearer.gateway.scene.Eventually;
import dev.keybearer.gateway.scene.GatewayScene;
import dev.keybearer.gateway.scene.RawClient;
import dev.keybearer.token.TimeSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** G9: one address does not take the connections of everybody. */
class DoorTest {
  private static final String GET = "GET /a HTTP/1.1\r\nHost: a.test\r\n\r\n";
  private static final Wire.Limits USUAL = Wire.Limits.STANDARD;

  private final Counts counts = new Counts();

  @Test
  void letsInAsManyOfAnAddressAsThereMayBe() {
    Door door = door(limits(10, 2, TrustedProxies.none()));

    assertThat(door.enters(address("192.0.2.1"))).isTrue();
    assertThat(door.enters(address("192.0.2.1"))).isTrue();
    assertThat(door.enters(address("192.0.2.1"))).isFalse();
    assertThat(door.enters(address("192.0.2.2"))).isTrue();
    assertThat(counts.turnedAway()).isEqualTo(1);
    assertThat(counts.clients()).isEqualTo(3);
  }

  @Test
  void letsInAnotherOneWhenOneHasLeft() {
    Door door = door(limits(10, 1, TrustedProxies.none()));
    door.enters(address("192.0.2.1"));
    door.enters(address("192.0.2.1"));

    door.leaves(address("192.0.2.1"));

    assertThat(door.enters(address("192.0.2.1"))).isTrue();
  }

  /** Whoever has one address of IPv6 has all that begin alike (D2). */
  @Test
  void takesAddressesOfOneHolderForOne() {
    Door door = door(limits(10, 1, TrustedProxies.none()));

    assertThat(door.enters(address("2001:db8::1"))).isTrue();
    assertThat(door.enters(address("2001:db8::ffff:2"))).isFalse();
    assertThat(door.enters(address("2001:db8:0:1::1"))).isTrue();
  }

  @Test
  void bringsNoLimitToATrustedProxyButThatOfAll() {
    Door door = door(limits(3, 1, TrustedProxies.of(List.of(Network.parse("10.0.0.0/8")))));

    assertThat(door.enters(address("10.1.2.3"))).isTrue();
    assertThat(door.enters(address("10.1.2.3"))).isTrue();
    assertThat(door.enters(address("10.1.2.3"))).isTrue();
    assertThat(door.enters(address("10.1.2.3"))).isFalse();
  }

  @Test
  void remembersNobodyWhoHasLeft() {
    Door door = door(limits(1_000_000, 1, TrustedProxies.none()));
    for (int i = 0; i < 10_000; i++) {
      Address from = new Address(i, 0);
      assertThat(door.enters(from)).isTrue();
      door.enters(from); // turned away
      door.leaves(from);
    }

    assertThat(door.addresses()).isZero();
    assertThat(counts.clients()).isZero();
  }

  @Test
  void letsInNoMoreThanThatWhenManyComeAtOnce() throws InterruptedException {
    Door door = door(limits(1_000, 5, TrustedProxies.none()));
    AtomicInteger in = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(8);
    for (int i = 0; i < 8; i++) {
      Thread.ofVirtual()
          .start(
              () -> {
                for (int j = 0; j < 1_000; j++) {
                  in.addAndGet(door.enters(address("192.0.2.1")) ? 1 : 0);
                }
                done.countDown();
              });
    }
    done.await();

    assertThat(in).hasValue(5);
  }

  @Test
  void leavesAnOtherAddressItsPlaces() {
    try (GatewayScene scene = GatewayScene.open()) {
      scene.route("/**", "GET").limits(limits(10, 2, TrustedProxies.none()));
      try (RawClient first = RawClient.connect("127.0.0.2", scene.port());
          RawClient second = RawClient.connect("127.0.0.2", scene.port())) {
        Eventually.holds("both are there", () -> scene.wire().counts().clients() == 2);
        try (RawClient third = RawClient.connect("127.0.0.2", scene.port())) {
          assertThat(third.readToEnd()).isEmpty();
        }
        assertThat(scene.get("/a")).startsWith("HTTP/1.1 200 ");
        assertThat(first.send(GET).readAnswer()).startsWith("HTTP/1.1 200 ");
        assertThat(second.send(GET).readAnswer()).startsWith("HTTP/1.1 200 ");
      }
      Eventually.holds("they are gone", () -> scene.wire().counts().clients() == 0);
      try (RawClient next = RawClient.connect("127.0.0.2", scene.port())) {
        assertThat(next.send(GET).readAnswer()).startsWith("HTTP/1.1 200 ");
      }
    }
  }

  private Door door(Wire.Limits limits) {
    return new Door(() -> limits, counts, TimeSource.system());
  }

  private static Wire.Limits limits(int all, int perAddress, TrustedProxies proxies) {
    return new Wire.Limits(all, perAddress, proxies, USUAL.headSize(), USUAL.head(), USUAL.idle());
  }

  private static Address address(String text) {
    return requireNonNull(Address.parse(text));
  }
}
