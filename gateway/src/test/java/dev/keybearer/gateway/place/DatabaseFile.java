package dev.keybearer.gateway.place;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Databases of one node whose both records are the same value, written by hand. */
final class DatabaseFile {
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();

  /** Where the next value will stand. */
  int next() {
    return data.size();
  }

  DatabaseFile octets(int... values) {
    for (int value : values) {
      data.write(value);
    }
    return this;
  }

  DatabaseFile text(String text) {
    return octets(0x40 | text.length()).ascii(text);
  }

  /** The head of a map of up to 28 members. */
  DatabaseFile map(int members) {
    return octets(0xe0 | members);
  }

  /** A pointer of eleven bits. */
  DatabaseFile pointer(int to) {
    return octets(0x20 | to >> 8, to & 0xff);
  }

  private DatabaseFile ascii(String text) {
    data.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    return this;
  }

  /** The file, whose every address leads to the value that stands there. */
  byte[] leadingTo(int value) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    int record = 1 + 16 + value;
    for (int side = 0; side < 2; side++) {
      file.writeBytes(new byte[] {(byte) (record >> 16), (byte) (record >> 8), (byte) record});
    }
    file.writeBytes(new byte[16]);
    file.writeBytes(data.toByteArray());
    file.writeBytes(new byte[] {(byte) 0xab, (byte) 0xcd, (byte) 0xef});
    file.writeBytes("MaxMind.com".getBytes(StandardCharsets.US_ASCII));
    file.writeBytes(metadata().data.toByteArray());
    return file.toByteArray();
  }

  private static DatabaseFile metadata() {
    return new DatabaseFile()
        .map(7)
        .text("binary_format_major_version")
        .octets(0xa1, 2)
        .text("binary_format_minor_version")
        .octets(0xa0)
        .text("build_epoch")
        .octets(0x01, 2, 1)
        .text("database_type")
        .text("Test-City")
        .text("ip_version")
        .octets(0xa1, 4)
        .text("node_count")
        .octets(0xc1, 1)
        .text("record_size")
        .octets(0xa1, 24);
  }

  /** A city under the keys where cities stand. */
  static byte[] of(String country, String city) {
    return new DatabaseFile()
        .map(2)
        .text("country")
        .map(1)
        .text("iso_code")
        .text(country)
        .text("city")
        .map(1)
        .text("names")
        .map(1)
        .text("en")
        .text(city)
        .leadingTo(0);
  }
}
