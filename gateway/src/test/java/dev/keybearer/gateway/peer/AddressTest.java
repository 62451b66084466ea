package dev.keybearer.gateway.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** G7: addresses in one strict form. */
class AddressTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "0.0.0.0, 0.0.0.0",
    "255.255.255.255, 255.255.255.255",
    "::, ::",
    "::1, ::1",
    "1::, 1::",
    "2001:db8::1, 2001:db8::1",
    "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
    "2001:0db8:0000:0000:0000:0000:0000:0001, 2001:db8::1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
    "::ffff:192.0.2.1, 192.0.2.1",
    "::FFFF:c000:201, 192.0.2.1",
    "0:0:0:0:0:ffff:192.0.2.1, 192.0.2.1",
    "64:ff9b::192.0.2.1, 64:ff9b::c000:201",
    "::192.0.2.1, ::c000:201"
  })
  void readsAnAddressAndWritesItShort(String text, String expected) {
    Address address = Address.parse(text);

    assertThat(address).hasToString(expected).isEqualTo(Address.parse(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "unknown",
        "localhost",
        "1",
        "1.2",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.",
        ".1.2.3",
        "1..2.3",
        "1.2.3.256",
        "1.2.3.1000",
        "01.2.3.4",
        "1.2.3.00",
        "0x7f.0.0.1",
        "2130706433",
        "0177.0.0.1",
        "1.2.3.-4",
        "+1.2.3.4",
        "1.2.3.4 ",
        " 1.2.3.4",
        "1.2.3.4\u0000",
        "1.2.3.4/32",
        "\u0661.2.3.4",
        ":",
        ":::",
        "::1::",
        "1::2::3",
        ":1",
        "1:",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "::1:2:3:4:5:6:7:8",
        "1:2:3::4:5:6:7:8",
        "12345::",
        "::g",
        "::-1",
        "::\u0661",
        "fe80::1%eth0",
        "fe80::1%251",
        "[::1]",
        "::ffff:1.2.3",
        "::ffff:1.2.3.256",
        "::1.2.3.4:5",
        "1.2.3.4::",
        "1:2:3:4:5:6:7:1.2.3.4",
        "::1/128"
      })
  void readsNothingElse(String text) {
    assertThat(Address.parse(text)).isNull();
  }

  @Test
  void takesASocketsAddressOfEitherFamily() throws UnknownHostException {
    byte[] v6 = {0x20, 1, 0xd, (byte) 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    assertThat(Address.of(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) 200})))
        .hasToString("192.0.2.200");
    assertThat(Address.of(InetAddress.getByAddress(v6))).hasToString("2001:db8::ff");
  }
}
