package dev.keybearer.gateway.path;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One segment of a path as it came: what it means, in its one spelling. */
final class Segment {
  private final String raw;
  private final byte[] octets;

  private Segment(String raw) throws Ambiguous {
    this.raw = raw;
    this.octets = octets(raw);
  }

  /** The one spelling of a segment; {@code .} and {@code ..} stay what they are. */
  static String canonical(String raw) throws Ambiguous {
    Segment segment = new Segment(raw);
    segment.refuseHiddenDots();
    segment.refuseEscapesOfEscapes();
    segment.refuseWhatIsNoText();
    return Spelling.of(segment.octets);
  }

  private static byte[] octets(String raw) throws Ambiguous {
    byte[] octets = new byte[raw.length()];
    int size = 0;
    for (int i = 0; i < raw.length(); i++) {
      char character = raw.charAt(i);
      int octet = character;
      if (character == '%') {
        octet = escaped(raw, i);
        i += 2;
      } else {
        refuseUnlessItMayStand(character);
      }
      refuseWhatDivides(octet);
      octets[size++] = (byte) octet;
    }
    return Arrays.copyOf(octets, size);
  }

  private static int escaped(String raw, int percent) throws Ambiguous {
    if (percent + 1 < raw.length() && isU(raw.charAt(percent + 1))) {
      throw new Ambiguous(PathFault.PERCENT_U);
    }
    int high = percent + 1 < raw.length() ? digit(raw.charAt(percent + 1)) : -1;
    int low = percent + 2 < raw.length() ? digit(raw.charAt(percent + 2)) : -1;
    if (high < 0 || low < 0) {
      throw new Ambiguous(PathFault.BARE_PERCENT);
    }
    int octet = (high << 4) | low;
    if (octet == '/') {
      throw new Ambiguous(PathFault.ENCODED_SLASH);
    }
    return octet;
  }

  private static void refuseUnlessItMayStand(char character) throws Ambiguous {
    if (character == '#') {
      throw new Ambiguous(PathFault.FRAGMENT);
    }
    if (character == ' ') {
      throw new Ambiguous(PathFault.CONTROL);
    }
    boolean control = character < ' ' || character == 0x7f;
    boolean judgedLater = control || character == '\\' || character == ';' || character == '+';
    if (!judgedLater && !Spelling.isItself(character)) {
      throw new Ambiguous(PathFault.CHARACTER);
    }
  }

  /** Plain or encoded: these have a meaning of their own for some recipients. */
  private static void refuseWhatDivides(int octet) throws Ambiguous {
    if (octet == '\\') {
      throw new Ambiguous(PathFault.BACKSLASH);
    }
    if (octet == ';') {
      throw new Ambiguous(PathFault.PARAMETERS);
    }
  }

  private void refuseHiddenDots() throws Ambiguous {
    boolean dots = octets.length == 1 || octets.length == 2;
    for (byte octet : octets) {
      dots &= octet == '.';
    }
    if (dots && raw.length() != octets.length) {
      throw new Ambiguous(PathFault.ENCODED_DOTS);
    }
  }

  private void refuseEscapesOfEscapes() throws Ambiguous {
    for (int i = 0; i + 1 < octets.length; i++) {
      if (octets[i] != '%') {
        continue;
      }
      boolean pair =
          i + 2 < octets.length
              && digit((char) (octets[i + 1] & 0xff)) >= 0
              && digit((char) (octets[i + 2] & 0xff)) >= 0;
      if (pair || isU((char) octets[i + 1])) {
        throw new Ambiguous(PathFault.ENCODED_TWICE);
      }
    }
  }

  /**
   * The platform's decoder takes no overlong form and no surrogate; controls, NUL among them, go up
   * to U+009F.
   */
  private void refuseWhatIsNoText() throws Ambiguous {
    try {
      CharBuffer text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(octets));
      while (text.hasRemaining()) {
        if (Character.isISOControl(text.get())) {
          throw new Ambiguous(PathFault.CONTROL);
        }
      }
    } catch (CharacterCodingException e) {
      throw new Ambiguous(PathFault.BAD_UTF8);
    }
  }

  private static boolean isU(char character) {
    return character == 'u' || character == 'U';
  }

  /** The value of an ASCII hexadecimal digit; other scripts have digits too, which do not count. */
  private static int digit(char character) {
    return character < 0x80 ? Character.digit(character, 16) : -1;
  }
}
