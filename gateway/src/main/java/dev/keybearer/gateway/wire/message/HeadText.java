package dev.keybearer.gateway.wire.message;

import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The text of a head while it is put together, one octet a character. One serves a whole loop. Used
 * by its thread only.
 */
public final class HeadText {
  private static final byte[] BREAK = {'\r', '\n'};
  private static final byte[] COLON = {':', ' '};

  private byte[] octets = new byte[4 << 10];
  private int length;

  /** What every head of ours says of itself, and similar words. */
  public static byte[] words(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Begins another one. */
  public void clear() {
    length = 0;
  }

  public int length() {
    return length;
  }

  public HeadText add(byte[] words) {
    return add(words, 0, words.length);
  }

  @SuppressWarnings("deprecation") // it drops upper octets: judged text has none
  public HeadText add(CharSequence text) {
    int more = text.length();
    reserve(more);
    if (text instanceof AsciiString ascii) {
      System.arraycopy(ascii.array(), ascii.arrayOffset(), octets, length, more);
    } else {
      text.toString().getBytes(0, more, octets, length);
    }
    length += more;
    return this;
  }

  public HeadText add(byte[] words, int from, int to) {
    reserve(to - from);
    System.arraycopy(words, from, octets, length, to - from);
    length += to - from;
    return this;
  }

  /** A number of three digits. */
  HeadText code(int code) {
    reserve(3);
    octets[length++] = (byte) ('0' + code / 100);
    octets[length++] = (byte) ('0' + code / 10 % 10);
    octets[length++] = (byte) ('0' + code % 10);
    return this;
  }

  public HeadText field(CharSequence name, CharSequence value) {
    return add(name).colon().add(value).endLine();
  }

  HeadText colon() {
    return add(COLON);
  }

  public HeadText endLine() {
    return add(BREAK);
  }

  public void writeTo(ByteBuf buffer) {
    buffer.writeBytes(octets, 0, length);
  }

  private void reserve(int more) {
    if (length + more > octets.length) {
      octets = Arrays.copyOf(octets, Math.max(2 * octets.length, length + more));
    }
  }
}
