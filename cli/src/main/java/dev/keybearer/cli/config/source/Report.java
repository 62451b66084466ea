package dev.keybearer.cli.config.source;

import java.util.List;

/**
 * What is wrong with one file, ready to be shown.
 *
 * @param source the file
 * @param problems in the order of the file
 * @param curtain what of the file is not shown
 * @param count how many there are; more than are kept when the file is rubbish
 */
public record Report(Source source, List<Problem> problems, Curtain curtain, int count) {
  /** Such as {@code keybearer.yaml: 5 errors}. */
  public String summary() {
    return source.name() + ": " + count + (count == 1 ? " error" : " errors");
  }

  /** Every problem with its place, its line and its remedy, and the summary below them. */
  public String render(Paint paint) {
    var out = new StringBuilder();
    for (Problem problem : problems) {
      render(problem, paint, out);
      out.append('\n');
    }
    if (count > problems.size()) {
      out.append("and ").append(count - problems.size()).append(" more\n");
    }
    return out.append(paint.strong(summary())).append('\n').toString();
  }

  /** Such as {@code keybearer.yaml:3:13}; only the name when the whole file is meant. */
  public String place(Problem problem) {
    Span span = problem.span();
    return span.line() == 0
        ? source.name()
        : source.name() + ":" + span.line() + ":" + span.column();
  }

  private void render(Problem problem, Paint paint, StringBuilder out) {
    out.append(paint.error("error[" + problem.kind().code() + "]"))
        .append(": ")
        .append(problem.message())
        .append('\n');
    String number = String.valueOf(problem.span().line());
    String gutter = " ".repeat(number.length());
    out.append(gutter).append(" --> ").append(place(problem)).append('\n');
    if (problem.span().line() > 0) {
      Snippet snippet = snippet(problem.span());
      String line = snippet.text().isEmpty() ? "" : " " + snippet.text();
      out.append(paint.faint(number + " |")).append(line).append('\n');
      out.append(gutter)
          .append("   ")
          .append(" ".repeat(snippet.from()))
          .append(paint.error("^".repeat(snippet.width())));
      out.append(problem.label().isEmpty() ? "" : "  " + problem.label()).append('\n');
    }
    if (!problem.help().isEmpty()) {
      out.append(gutter).append(" help: ").append(problem.help()).append('\n');
    }
  }

  private Snippet snippet(Span span) {
    int number = Math.min(span.line(), source.lines().size());
    String line = source.lines().get(number - 1);
    return Snippet.of(line, span, curtain.of(number, line));
  }
}
