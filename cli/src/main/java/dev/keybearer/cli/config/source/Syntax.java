package dev.keybearer.cli.config.source;

import dev.keybearer.cli.config.source.Problem.Kind;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;

/** Says in plain words what the YAML parser found. */
final class Syntax {
  private static final List<Said> PLAINLY =
      List.of(
          new Said("\\t(TAB)", false, "a tab in the indentation", "YAML indents with spaces only"),
          new Said(
              "mapping values are not allowed",
              false,
              "a colon where no key can stand",
              "quote the value when the colon belongs to it; else check the indentation"),
          new Said(
              "unexpected end of stream",
              true,
              "a quote is opened here and never closed",
              "close it"),
          new Said("expected ',' or ']'", true, "a list is opened here and never closed", "add ]"),
          new Said(
              "expected ',' or '}'", true, "a mapping is opened here and never closed", "add }"),
          new Said(
              "cannot start any token",
              false,
              "a value cannot begin with this character",
              "put the value in quotes"),
          new Said(
              "unknown escape character",
              false,
              "this escape does not exist",
              "write \\\\ for a backslash, or use single quotes"),
          new Said(
              "could not find expected ':'",
              true,
              "this line is neither a key with a colon nor part of a value",
              "write key: value"),
          new Said(
              "expected <block end>",
              false,
              "this line does not fit the lines above it",
              "keys of one mapping begin in one column"));

  private Syntax() {}

  /** The problem behind an exception of the parser. */
  static Problem explain(YamlEngineException thrown) {
    if (thrown instanceof YamlVersionException) {
      return Problem.of(Kind.SYNTAX, "the file asks for another version of YAML", Span.START)
          .withHelp("remove the %YAML line");
    }
    if (!(thrown instanceof MarkedYamlEngineException marked)) {
      return Problem.of(Kind.SYNTAX, "the file is not YAML", Span.START);
    }
    Optional<Mark> found = marked.getProblemMark().or(marked::getContextMark);
    for (Said said : PLAINLY) {
      if (marked.getProblem().contains(said.parser)) {
        Optional<Mark> place = said.atContext ? marked.getContextMark().or(() -> found) : found;
        return Problem.of(Kind.SYNTAX, said.message, place.map(Span::at).orElse(Span.START))
            .withHelp(said.help);
      }
    }
    return Problem.of(
        Kind.SYNTAX,
        "this is not YAML: " + Shown.line(marked.getProblem()),
        found.map(Span::at).orElse(Span.START));
  }

  /**
   * What the parser says and what we say.
   *
   * @param parser a part of the parser's message
   * @param atContext whether the mistake stands where the construct began, not where it was noticed
   * @param message ours
   * @param help the remedy
   */
  private record Said(String parser, boolean atContext, String message, String help) {}
}
