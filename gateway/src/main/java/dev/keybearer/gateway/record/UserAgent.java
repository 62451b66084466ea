package dev.keybearer.gateway.record;

import dev.keybearer.gateway.field.Line;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller says it is. It may say anything: what is kept of it is bounded, and words that
 * could be a token are left out, for callers put tokens into the oddest fields.
 */
final class UserAgent {
  /** Characters; a browser says half of that. */
  static final int LONGEST = 256;

  /** Characters of a word. Names, versions and addresses are shorter, tokens are longer. */
  static final int LONGEST_WORD = 32;

  private static final char LEFT_OUT = '…';

  private UserAgent() {}

  /** The first one in a header as it came; null when there is none. */
  static @Nullable String in(List<Line> lines) {
    for (Line line : lines) {
      if (line.name().equalsIgnoreCase("User-Agent")) {
        return kept(line.value());
      }
    }
    return null;
  }

  private static String kept(String value) {
    int end = Math.min(value.length(), LONGEST);
    StringBuilder kept = new StringBuilder(end + 1);
    int word = 0;
    for (int i = 0; i < end; i++) {
      char character = value.charAt(i);
      boolean within = isOfTokens(character);
      word = within ? word + 1 : 0;
      if (word <= LONGEST_WORD) {
        kept.append(character);
      } else if (word == LONGEST_WORD + 1) {
        kept.setLength(kept.length() - LONGEST_WORD);
        kept.append(LEFT_OUT);
      }
    }
    if (end < value.length()) {
      kept.append(LEFT_OUT);
    }
    return kept.toString();
  }

  /** Those of RFC 6750 section 2.1, by which tokens are made of one word. */
  private static boolean isOfTokens(char character) {
    return (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z')
        || (character >= '0' && character <= '9')
        || "-._~+/=".indexOf(character) >= 0;
  }
}
