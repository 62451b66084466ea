package dev.keybearer.gateway.peer;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** G7: who called, by what trusted proxies say. In the tables lines are divided by {@code |}. */
class TrustedProxiesTest {
  private static final TrustedProxies PROXIES =
      TrustedProxies.of(
          Stream.of("10.0.0.0/8", "fd00::/8", "192.0.2.7").map(Network::parse).toList());

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      textBlock =
          """
          203.0.113.9  -> ''                                -> 203.0.113.9
          203.0.113.9  -> 198.51.100.1                      -> 203.0.113.9
          203.0.113.9  -> 10.0.0.1                          -> 203.0.113.9
          203.0.113.9  -> 127.0.0.1, 10.0.0.1               -> 203.0.113.9
          2001:db8::9  -> 10.0.0.1                          -> 2001:db8::9
          192.0.2.8    -> 198.51.100.1                      -> 192.0.2.8
          192.0.2.6    -> 198.51.100.1                      -> 192.0.2.6
          10.0.0.1     -> 198.51.100.1                      -> 198.51.100.1
          192.0.2.7    -> 198.51.100.1                      -> 198.51.100.1
          ::ffff:10.0.0.1 -> 198.51.100.1                   -> 198.51.100.1
          fd00::1      -> 2001:db8::1                       -> 2001:db8::1
          fd00::1      -> 198.51.100.1                      -> 198.51.100.1
          10.0.0.1     -> 1.1.1.1, 198.51.100.1             -> 198.51.100.1
          10.0.0.1     -> 10.9.9.9, 198.51.100.1            -> 198.51.100.1
          10.0.0.1     -> 1.1.1.1, 198.51.100.1, 10.0.0.2   -> 198.51.100.1
          10.0.0.1     -> 1.1.1.1,198.51.100.1,10.0.0.3,10.0.0.2 -> 198.51.100.1
          10.0.0.1     -> 10.0.0.3, 10.0.0.2                -> 10.0.0.3
          10.0.0.1     -> 10.0.0.2                          -> 10.0.0.2
          10.0.0.1     -> 1.1.1.1 | 198.51.100.1            -> 198.51.100.1
          10.0.0.1     -> 198.51.100.1 | 10.0.0.2           -> 198.51.100.1
          10.0.0.1     -> 1.1.1.1, 198.51.100.1 | fd00::2, 10.0.0.2 -> 198.51.100.1
          10.0.0.1     -> 198.51.100.1 | 1.1.1.1 | 10.0.0.2 -> 1.1.1.1
          10.0.0.1     -> 1.1.1.1 | 10.0.0.4, 198.51.100.1  -> 198.51.100.1
          203.0.113.9  -> 10.0.0.2 | 10.0.0.1               -> 203.0.113.9
          10.0.0.1     -> ::ffff:198.51.100.1, ::ffff:10.0.0.2 -> 198.51.100.1
          """)
  void walksFromTheSocketToTheFirstThatIsNotTrusted(String socket, String lines, String client) {
    assertThat(client(PROXIES, socket, lines)).isEqualTo(address(client));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      textBlock =
          """
          unknown                        -> 10.0.0.1
          198.51.100.1, unknown          -> 10.0.0.1
          198.51.100.1, unknown, 10.0.0.2 -> 10.0.0.2
          198.51.100.1,                  -> 10.0.0.1
          198.51.100.1,,10.0.0.2         -> 10.0.0.2
          ,                              -> 10.0.0.1
          ,198.51.100.1                  -> 198.51.100.1
          198.51.100.1 | ,               -> 10.0.0.1
          _hidden                        -> 10.0.0.1
          for=198.51.100.1               -> 10.0.0.1
          198.51.100.1;10.0.0.2          -> 10.0.0.1
          198.51.100.1 10.0.0.2          -> 10.0.0.1
          198.51.100.01                  -> 10.0.0.1
          198.51.100.1:                  -> 10.0.0.1
          198.51.100.1:x                 -> 10.0.0.1
          198.51.100.1:123456            -> 10.0.0.1
          198.51.100.1:1:2               -> 10.0.0.1
          [198.51.100.1]                 -> 10.0.0.1
          [2001:db8::1                   -> 10.0.0.1
          [2001:db8::1]x                 -> 10.0.0.1
          [2001:db8::1]:                 -> 10.0.0.1
          [2001:db8::1]:x                -> 10.0.0.1
          [[2001:db8::1]]                -> 10.0.0.1
          []                             -> 10.0.0.1
          2001:db8::1]                   -> 10.0.0.1
          fe80::1%eth0                   -> 10.0.0.1
          http://198.51.100.1            -> 10.0.0.1
          localhost                      -> 10.0.0.1
          3325256705                     -> 10.0.0.1
          """)
  void stopsBeforeWhatIsNotReadable(String lines, String client) {
    assertThat(client(PROXIES, "10.0.0.1", lines)).isEqualTo(address(client));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      textBlock =
          """
          198.51.100.1:4711        -> 198.51.100.1
          198.51.100.1:1           -> 198.51.100.1
          198.51.100.1:65535       -> 198.51.100.1
          [2001:db8::1]            -> 2001:db8::1
          [2001:db8::1]:4711       -> 2001:db8::1
          2001:db8::1              -> 2001:db8::1
          [::ffff:198.51.100.1]:80 -> 198.51.100.1
          """)
  void readsPortsAndBracketsAsProxiesWriteThem(String line, String client) {
    assertThat(client(PROXIES, "10.0.0.1", line)).isEqualTo(address(client));
  }

  @Test
  void takesTabsAndSpacesAroundAnAddressForNothing() {
    List<String> lines = List.of("1.1.1.1,\t 198.51.100.1 \t,10.0.0.2");

    assertThat(PROXIES.client(address("10.0.0.1"), lines)).isEqualTo(address("198.51.100.1"));
  }

  @Test
  void doesNotTakeOtherBlanksForNothing() {
    List<String> lines = List.of("1.1.1.1,\u00a0198.51.100.1");

    assertThat(PROXIES.client(address("10.0.0.1"), lines)).isEqualTo(address("10.0.0.1"));
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1", "10.0.0.1", "::1", "203.0.113.9"})
  void believesNobodyByDefault(String socket) {
    assertThat(client(TrustedProxies.none(), socket, "198.51.100.1")).isEqualTo(address(socket));
  }

  @Test
  void namesTheNetworkThatTrustsEverybody() {
    Network all = Network.parse("0.0.0.0/0");

    assertThat(TrustedProxies.of(List.of(Network.parse("10.0.0.0/8"), all)).everybody())
        .isEqualTo(all);
    assertThat(PROXIES.everybody()).isNull();
    assertThat(TrustedProxies.none().everybody()).isNull();
  }

  private static Address client(TrustedProxies proxies, String socket, String lines) {
    List<String> values =
        lines.isEmpty() ? List.of() : Stream.of(lines.split("\\|", -1)).map(String::strip).toList();
    return proxies.client(address(socket), values);
  }

  private static Address address(String text) {
    return requireNonNull(Address.parse(text));
  }
}
