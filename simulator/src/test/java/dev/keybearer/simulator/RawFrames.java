package dev.keybearer.simulator;

import java.nio.charset.StandardCharsets;

/** Frames as a client writes them, each byte as one character; masked with zeros. */
final class RawFrames {
  private RawFrames() {}

  /** A whole text of at most 125 bytes. */
  static String text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return "\u0081"
        + (char) (0x80 | bytes.length)
        + "\0\0\0\0"
        + new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
