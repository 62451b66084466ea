package dev.keybearer.gateway.peer;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** G7: blocks of addresses. */
class NetworkTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.0.0.0, true",
    "10.0.0.0/8, 10.255.255.255, true",
    "10.0.0.0/8, 9.255.255.255, false",
    "10.0.0.0/8, 11.0.0.0, false",
    "10.0.0.0/8, ::ffff:10.1.2.3, true",
    "10.0.0.0/8, ::10.1.2.3, false",
    "10.0.0.0/8, a00::, false",
    "192.0.2.128/25, 192.0.2.127, false",
    "192.0.2.128/25, 192.0.2.128, true",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.6, false",
    "192.0.2.7, 192.0.2.8, false",
    "192.0.2.6/31, 192.0.2.7, true",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "::/0, 2001:db8::1, true",
    "::/0, 203.0.113.9, true",
    "::ffff:0:0/96, 203.0.113.9, true",
    "2001:db8::/32, 2001:db8:ffff::1, true",
    "2001:db8::/32, 2001:db9::, false",
    "2001:db8::/64, 2001:db8::ffff:ffff:ffff:ffff, true",
    "2001:db8::/64, 2001:db8:0:1::, false",
    "2001:db8::/65, 2001:db8::7fff:0:0:0, true",
    "2001:db8::/65, 2001:db8::8000:0:0:0, false",
    "2001:db8::1, 2001:db8::1, true",
    "2001:db8::1, 2001:db8::2, false"
  })
  void containsWhatBeginsWithItsBits(String network, String address, boolean expected) {
    assertThat(Network.parse(network).contains(requireNonNull(Address.parse(address))))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/8",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/08",
        "10.0.0.0/+8",
        "10.0.0.0/8/8",
        "10.0.0.0/ 8",
        "10.0.0.0/1000000000000",
        "10.0.0.0/255.0.0.0",
        "10/8",
        "10.0.0/24",
        "::/129",
        "::1/",
        "fe80::1%eth0/64",
        "*",
        "localhost"
      })
  void refusesWhatIsNoNetwork(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Network.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.0.0/8, 10.0.0.0/8",
    "192.0.2.7/31, 192.0.2.6/31",
    "2001:db8::1/32, 2001:db8::/32",
    "::1/0, ::/0",
    "::ffff:10.0.0.1/104, 10.0.0.0/8"
  })
  void saysWhatToWriteForAnAddressInsideOfANetwork(String text, String remedy) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Network.parse(text))
        .withMessageEndingWith("write " + remedy);
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0/0, true",
    "::/0, true",
    "::ffff:0:0/96, true",
    "0.0.0.0/1, false",
    "::/1, false",
    "64:ff9b::/96, false"
  })
  void knowsWhatMeansEverybody(String network, boolean everybody) {
    assertThat(Network.parse(network).isEverybody()).isEqualTo(everybody);
  }
}
