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

  static Snippet of(String line, Span span, BitSet hidden) {
    int[] points = line.codePoints().toArray();
    int[] shownAt = new int[points.length + 1];
    var shown = new StringBuilder();
    int width = 0;
    for (int i = 0; i < points.length; i++) {
      shownAt[i] = width;
      if (!hidden.get(i)) {
        shown.appendCodePoint(Shown.visible(points[i]));
        width++;
      } else if (i == 0 || !hidden.get(i - 1)) {
        shown.append(MASK);
        width += MASK.length();
      } else {
        shownAt[i] = shownAt[i - 1];
      }
    }
    shownAt[points.length] = width;
    int start = Math.min(span.column() - 1, points.length);
    int end = span.endLine() > span.line() ? points.length : span.endColumn() - 1;
    int from = shownAt[start];
    int to = shownAt[Math.clamp(end, start, points.length)];
    return new Snippet(shown.toString(), from, Math.max(1, to - from)).cut();
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
}
