package dev.keybearer.gateway.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.peer.Address;
import dev.keybearer.gateway.peer.Network;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where nothing may be sent, in every form that it can be written in (X1). */
class ReachTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.255.255.255",
        "10.0.0.0",
        "10.255.255.255",
        "100.64.0.0",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.255",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.1.2.3",
        "::127.0.0.1",
        "::10.1.2.3",
        "::a9fe:a9fe",
        "64:ff9b::7f00:1",
        "64:ff9b::10.1.2.3",
        "64:ff9b:1::808:808",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::1",
        "2002:c0a8:1::1",
        "2001::1",
        "2001:0:ffff:ffff:ffff:ffff:ffff:ffff",
        "2001:0:808:808::1",
        "2001:10::1",
        "2001:db8::1",
        "3fff::1",
        "100::1",
        "fc00::1",
        "fd12:3456:789a::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "4000::1",
        "5f00::1"
      })
  void sendsNothingToWhatIsNotPublic(String address) {
    assertThat(Reach.STANDARD.objection(address(address), true)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "169.253.255.255",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "::ffff:8.8.8.8",
        "64:ff9b::8.8.8.8",
        "2002:808:808::1",
        "2001:200::1",
        "2001:4860:4860::8888",
        "2a00:1450::1",
        "2606:4700::1111"
      })
  void sendsToWhatIsPublicOnEitherSideOfThat(String address) {
    assertThat(Reach.STANDARD.objection(address(address), true)).isNull();
  }

  /** The JDK makes IPv4 of a mapped address, and so does whoever judges it. */
  @Test
  void judgesMappedAddressesAsTheirSocketsDo() throws Exception {
    InetAddress mapped = InetAddress.getByName("::ffff:127.0.0.1");

    assertThat(Address.of(mapped)).isEqualTo(address("127.0.0.1"));
  }

  @Test
  void makesExceptionsOfNetworksThatAreNamed() {
    Reach reach = new Reach(Set.of(443), List.of(Network.parse("10.1.0.0/16")));

    assertThat(reach.objection(address("10.1.255.255"), true)).isNull();
    assertThat(reach.objection(address("10.1.0.0"), false)).isNull();
    assertThat(reach.objection(address("10.2.0.0"), true)).isNotNull();
    assertThat(reach.objection(address("64:ff9b::10.1.0.1"), true)).isNotNull();
  }

  @Test
  void takesPlainHttpNowhereElse() {
    Reach reach = new Reach(Set.of(80), List.of(Network.parse("10.1.0.0/16")));

    assertThat(reach.objection(address("1.1.1.1"), false)).isNotNull();
    assertThat(reach.objection(URI.create("http://hooks.example.com/"))).isNull();
    assertThat(new Reach(Set.of(80), List.of()).objection(URI.create("http://a.example/")))
        .isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://hooks.example.com",
        "https://hooks.example.com:443/a",
        "https://hooks.example.com:8443/a?b=c",
        "HTTPS://[2606:4700::1111]/"
      })
  void takesListedPorts(String url) {
    assertThat(Reach.STANDARD.objection(URI.create(url))).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://hooks.example.com:22/",
        "https://hooks.example.com:9443/",
        "https://user@hooks.example.com/",
        "https://user:password@hooks.example.com/",
        "https://hooks.example.com/#there",
        "http://hooks.example.com/",
        "ftp://hooks.example.com/",
        "file:///etc/passwd",
        "https:///a",
        "hooks.example.com"
      })
  void takesNothingElse(String url) {
    assertThat(Reach.STANDARD.objection(URI.create(url))).isNotNull();
  }

  private static Address address(String text) {
    Address address = Address.parse(text);
    assertThat(address).as(text).isNotNull();
    return address == null ? new Address(0, 0) : address;
  }
}
