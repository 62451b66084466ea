package dev.keybearer.cli.config.source;

import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of a file is never shown.
 *
 * @param hidden stretches that may be secrets
 * @param values whether everything but keys is hidden
 */
record Curtain(List<Span> hidden, boolean values) {
  // What may stay visible of a line that nobody understood: indentation, list marks and one key.
  private static final Pattern KEY =
      Pattern.compile("\\s*(- *)*([A-Za-z][A-Za-z0-9_-]{0,30} *:\\s*)?");

  /** The code points of a line that are hidden, counted from 0. */
  BitSet of(int number, String line) {
    int length = line.codePointCount(0, line.length());
    BitSet covered = new BitSet(length);
    for (Span span : hidden) {
      if (span.touches(number)) {
        int from = span.line() == number ? span.column() - 1 : 0;
        int to = span.endLine() == number ? span.endColumn() - 1 : length;
        covered.set(Math.min(from, length), Math.max(Math.min(from, length), Math.min(to, length)));
      }
    }
    if (values) {
      Matcher key = KEY.matcher(line);
      covered.set(key.lookingAt() ? key.end() : 0, length);
    }
    return covered;
  }
}
