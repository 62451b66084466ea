package dev.keybearer.simulator.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The few forms of DER (X.690) that a certificate needs.
 *
 * <pre>
 *   tag   1 byte
 *   length  below 128: 1 byte; else 0x80 + number of bytes, then the length in big-endian order
 *   content
 * </pre>
 */
final class Der {
  static final int OCTETS = 0x04;
  static final int UTF8 = 0x0c;
  static final int SEQUENCE = 0x30;
  static final int SET = 0x31;

  /** Context-specific tags of SubjectAltName (RFC 5280 section 4.2.1.6). */
  static final int DNS_NAME = 0x82;

  static final int IP_ADDRESS = 0x87;
  static final int VERSION = 0xa0;
  static final int EXTENSIONS = 0xa3;

  private static final int INTEGER = 0x02;
  private static final int BITS = 0x03;
  private static final int OID = 0x06;
  private static final int GENERALIZED_TIME = 0x18;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private Der() {}

  /** A value made of others, or of plain bytes when there is one part. */
  static byte[] of(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    value.write(tag);
    writeLength(value, content.size());
    value.writeBytes(content.toByteArray());
    return value.toByteArray();
  }

  private static void writeLength(ByteArrayOutputStream out, int length) {
    if (length < 0x80) {
      out.write(length);
      return;
    }
    byte[] bytes = BigInteger.valueOf(length).toByteArray();
    int skipped = bytes[0] == 0 ? 1 : 0;
    out.write(0x80 + bytes.length - skipped);
    out.write(bytes, skipped, bytes.length - skipped);
  }

  static byte[] integer(BigInteger number) {
    return of(INTEGER, number.toByteArray());
  }

  static byte[] bits(byte[] bytes) {
    return of(BITS, new byte[] {0}, bytes);
  }

  static byte[] text(String text) {
    return of(UTF8, text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] time(Instant instant) {
    return of(GENERALIZED_TIME, TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
  }

  /** An object identifier given by its encoded bytes. */
  static byte[] oid(int... bytes) {
    byte[] content = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      content[i] = (byte) bytes[i];
    }
    return of(OID, content);
  }
}
