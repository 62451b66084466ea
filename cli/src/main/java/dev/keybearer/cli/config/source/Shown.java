package dev.keybearer.cli.config.source;

/** Text from a file made fit to be shown: nothing in it steers a terminal or runs over a line. */
public final class Shown {
  // Longer values say no more about what is wrong with them.
  private static final int LONGEST = 60;

  private Shown() {}

  /** The beginning of a text, on one line, in double quotes. */
  public static String quoted(String text) {
    return '"' + line(text) + '"';
  }

  /** The beginning of a text, on one line. */
  public static String line(String text) {
    return line(text, LONGEST);
  }

  /** The beginning of a text up to a length, on one line. */
  public static String line(String text, int longest) {
    int[] first = text.codePoints().takeWhile(c -> c != '\n' && c != '\r').toArray();
    boolean whole = first.length <= longest && text.codePoints().skip(first.length).count() <= 1;
    var shown = new StringBuilder();
    for (int i = 0; i < Math.min(first.length, longest); i++) {
      shown.appendCodePoint(visible(first[i]));
    }
    return whole ? shown.toString() : shown + "…";
  }

  /**
   * The character itself, or a stand-in for one that has no width or a meaning of its own: controls
   * move the cursor, format characters turn the direction of what follows.
   */
  static int visible(int codePoint) {
    if (codePoint == '\t') {
      return '→';
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          '·';
      default -> codePoint;
    };
  }
}
