package dev.keybearer.cli.config.source;

import org.snakeyaml.engine.v2.exceptions.Mark;

/**
 * A stretch of a file: its first character, and the place just behind its last one.
 *
 * @param line counted from 1; 0 when the file as a whole is meant
 * @param column counted in code points from 1
 * @param endLine the line of the place behind the last character
 * @param endColumn the column of that place
 */
public record Span(int line, int column, int endLine, int endColumn) {
  /** The file as a whole, for what has no place in it. */
  public static final Span FILE = new Span(0, 0, 0, 0);

  /** The first character of a file. */
  public static final Span START = new Span(1, 1, 1, 2);

  static Span at(int line, int column) {
    return new Span(line, column, line, column + 1);
  }

  static Span between(Mark start, Mark end) {
    return new Span(
        start.getLine() + 1, start.getColumn() + 1, end.getLine() + 1, end.getColumn() + 1);
  }

  static Span at(Mark mark) {
    return at(mark.getLine() + 1, mark.getColumn() + 1);
  }

  /** Whether there is nothing between start and end. */
  boolean isEmpty() {
    return line == endLine && column >= endColumn;
  }

  /** Whether any part of it stands on a line. */
  boolean touches(int number) {
    return line <= number && number <= endLine;
  }
}
