package dev.keybearer.cli.config.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Collects what is wrong with one file, and what of the file must not be shown. Used by one thread.
 */
public final class Problems {
  /** More than anyone mends in one go; keeps a file of rubbish from printing itself. */
  static final int MOST = 100;

  private final Source source;
  private final List<Problem> found = new ArrayList<>();
  private final List<Span> hidden = new ArrayList<>();
  private boolean hidesValues;
  private int count;

  /** Nothing is wrong with the file yet. */
  public Problems(Source source) {
    this.source = source;
  }

  /** One more. */
  public void add(Problem problem) {
    count++;
    if (hasRoom()) {
      found.add(problem);
    }
  }

  /** What stands there may be a secret: no snippet of any problem shows it. */
  public void hide(Span span) {
    hidden.add(span);
  }

  /**
   * Hides every value of the file. Which of them are secrets is known only once the file has been
   * understood.
   */
  void hideValues() {
    hidesValues = true;
  }

  /** Whether one more problem would still be shown; if not, it need not be explained. */
  public boolean hasRoom() {
    return found.size() < MOST;
  }

  /** Whether nothing is wrong. */
  public boolean isEmpty() {
    return count == 0;
  }

  /** How many problems were added. */
  public int count() {
    return count;
  }

  /** All of it, in the order of the file. */
  public ConfigFailure failure() {
    List<Problem> ordered = new ArrayList<>(found);
    ordered.sort(
        Comparator.comparingInt((Problem p) -> p.span().line())
            .thenComparingInt(p -> p.span().column()));
    Curtain curtain = new Curtain(List.copyOf(hidden), hidesValues);
    return new ConfigFailure(new Report(source, List.copyOf(ordered), curtain, count));
  }
}
