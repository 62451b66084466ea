package dev.keybearer.cli.config.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.cli.config.source.Problem.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
  private final Source source = Source.of("keybearer.yaml", "a: 1\nkey: topsecret, b: 2\n");
  private final Problems problems = new Problems(source);

  @Test
  void ordersProblemsByPlace() {
    problems.add(problem(new Span(2, 1, 2, 4)));
    problems.add(problem(new Span(1, 4, 1, 5)));
    problems.add(problem(new Span(1, 1, 1, 2)));

    assertThat(problems.failure().report().problems())
        .extracting(each -> each.span().line() + ":" + each.span().column())
        .containsExactly("1:1", "1:4", "2:1");
  }

  @Test
  void marksBehindWhatIsHidden() {
    problems.hide(new Span(2, 6, 2, 15));
    problems.add(problem(new Span(2, 17, 2, 18)).withLabel("here"));

    assertThat(plain())
        .contains(
            """
            2 | key: ***, b: 2
                          ^  here
            """);
  }

  @Test
  void setsOffWithColoursOnlyWhenAsked() {
    problems.add(problem(new Span(1, 1, 1, 2)));

    assertThat(plain()).doesNotContain("\u001b");
    assertThat(problems.failure().report().render(Paint.COLOUR))
        .contains("\u001b[1;31merror[config/syntax]\u001b[0m");
  }

  @Test
  void keepsAHundredProblemsAndCountsTheRest() {
    for (int i = 0; i <= Problems.MOST; i++) {
      problems.add(problem(new Span(1, 1, 1, 2)));
    }

    assertThat(problems.failure().report().problems()).hasSize(Problems.MOST);
    assertThat(plain()).endsWith("and 1 more\nkeybearer.yaml: 101 errors\n");
  }

  @Test
  void showsOnlyTheMiddleOfAWideLine() {
    Source wide = Source.of("keybearer.yaml", "x".repeat(300) + "HERE" + "y".repeat(300));
    Problems found = new Problems(wide);
    found.add(problem(new Span(1, 301, 1, 305)));

    List<String> lines = found.failure().report().render(Paint.PLAIN).lines().toList();

    assertThat(lines.get(2)).hasSizeLessThan(120).startsWith("1 | …x").endsWith("y…");
    assertThat(lines.get(2).indexOf("HERE")).isEqualTo(lines.get(3).indexOf("^^^^"));
  }

  @Test
  void failureItselfSaysNothingOfTheContent() {
    problems.add(Problem.of(Kind.PLAIN_SECRET, "topsecret", new Span(2, 6, 2, 15)));

    assertThat(problems.failure()).hasMessage("keybearer.yaml: 1 error");
  }

  private String plain() {
    return problems.failure().report().render(Paint.PLAIN);
  }

  private static Problem problem(Span span) {
    return Problem.of(Kind.SYNTAX, "is wrong", span);
  }
}
