package dev.keybearer.cli.config.source;

import java.util.BitSet;

/**
 * One line of a file, made fit to be shown, and where in it the marked part now stands.
 *
 * @param text the line
 * @param from the first marked column, counted from 0
 * @param width how many columns are marked, at least one
 */
record Snippet(String text, int from, int width) {
  private static final String MASK = "***";
  // Columns. Of a wider line only what is around the mark is shown, so that both fit a terminal.
  private static final int WIDEST = 110;

  // Characters to either side that are looked at: a line may be as long as a file.
  private static final int FAR = 1_000;

  static Snippet of(String line, Span span, BitSet hidden) {
    int length = line.codePointCount(0, line.length());
    int start = Math.min(span.column() - 1, length);
    int end = span.endLine() > span.line() ? length : span.endColumn() - 1;
    int first = Math.max(0, start - FAR);
    int last = Math.min(length, start + FAR);
    int[] points =
        line.substring(line.offsetByCodePoints(0, first), line.offsetByCodePoints(0, last))
            .codePoints()
            .toArray();
    Drawing drawing = draw(points, hidden.get(first, last));
    int from = drawing.at[start - first];
    int to = drawing.at[Math.clamp(end, start, last) - first];
    return new Snippet(drawing.text, from, Math.max(1, to - from)).cut();
  }

  private static Drawing draw(int[] points, BitSet hidden) {
    int[] at = new int[points.length + 1];
    var text = new StringBuilder();
    int width = 0;
    for (int i = 0; i < points.length; i++) {
      at[i] = width;
      if (!hidden.get(i)) {
        text.appendCodePoint(Shown.visible(points[i]));
        width++;
      } else if (i == 0 || !hidden.get(i - 1)) {
        text.append(MASK);
        width += MASK.length();
      } else {
        at[i] = at[i - 1];
      }
    }
    at[points.length] = width;
    return new Drawing(text.toString(), at);
  }

  private Snippet cut() {
    int[] points = text.codePoints().toArray();
    if (points.length <= WIDEST) {
      return new Snippet(text.stripTrailing(), from, width);
    }
    int first = Math.max(0, from - WIDEST / 2);
    int last = Math.min(points.length, first + WIDEST);
    String head = first > 0 ? "…" : "";
    String tail = last < points.length ? "…" : "";
    String kept = head + new String(points, first, last - first) + tail;
    int moved = from - first + head.length();
    return new Snippet(kept.stripTrailing(), moved, Math.max(1, Math.min(width, last - from)));
  }

  /**
   * A line with its hidden stretches replaced.
   *
   * @param text what remains
   * @param at where in it each character of the line now stands
   */
  @SuppressWarnings("ArrayRecordComponent") // lives within one method and is never compared
  private record Drawing(String text, int[] at) {}
}
