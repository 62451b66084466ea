package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.scene.Eventually;
import dev.keybearer.gateway.scene.FakeTime;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names are looked up aside, and known addresses are used meanwhile (F10). */
class AddressesTest {
  private static final String HOST = "upstream.example";

  private final FakeTime time = FakeTime.standing();
  private final AtomicInteger lookups = new AtomicInteger();
  private final List<@Nullable InetAddress> found = new CopyOnWriteArrayList<>();
  private volatile String answer = "192.0.2.1";
  private final Addresses addresses = new Addresses(this::lookUp, time);

  private InetAddress lookUp(String host) throws UnknownHostException {
    lookups.incrementAndGet();
    if (answer.isEmpty()) {
      throw new UnknownHostException(host);
    }
    return InetAddress.ofLiteral(answer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.7", "2001:db8:0:0:0:0:0:7"})
  void looksNoLiteralUp(String literal) {
    addresses.find(literal, found::add);

    assertThat(found).extracting(each -> String.valueOf(each)).containsExactly("/" + literal);
    assertThat(lookups).hasValue(0);
  }

  @Test
  void looksANameUpOnceAndKnowsItForHalfAMinute() {
    find(1);
    time.advance(Addresses.FRESH.minusNanos(1));
    find(2);

    assertThat(lookups).hasValue(1);
  }

  @Test
  void usesTheKnownAddressWhileANewOneIsLookedUp() {
    find(1);
    answer = "192.0.2.2";
    time.advance(Addresses.FRESH);
    find(2);
    Eventually.holds("it is looked up again", () -> lookups.get() == 2);
    Eventually.holds(
        "the new one is used",
        () -> {
          find(found.size() + 1);
          return String.valueOf(found.getLast()).endsWith("192.0.2.2");
        });

    assertThat(found.get(1)).isEqualTo(found.get(0));
    assertThat(lookups).hasValue(2);
  }

  @Test
  void keepsTheLastAddressWhileLookingUpFails() {
    find(1);
    answer = "";
    for (int i = 2; i < 5; i++) {
      time.advance(Duration.ofMinutes(1));
      find(i);
      int times = i;
      Eventually.holds("it is looked up again", () -> lookups.get() == times);
    }

    assertThat(found).hasSize(4).containsOnly(InetAddress.ofLiteral("192.0.2.1"));
  }

  @Test
  void saysThatAHostHasNoAddress() {
    answer = "";
    find(1);

    assertThat(found).hasSize(1).containsOnlyNulls();
  }

  private void find(int count) {
    addresses.find(HOST, found::add);
    Eventually.holds("it is found", () -> found.size() >= count);
  }
}
