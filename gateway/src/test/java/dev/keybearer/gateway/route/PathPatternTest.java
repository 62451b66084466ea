package dev.keybearer.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns as they stand in a config. */
class PathPatternTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/a", "/a/b", "/**", "/a/**", "/*", "/a/*/b", "/*/**", "/a%20b", "/v1:x"})
  void readsAPatternAndWritesItBack(String text) {
    assertThat(PathPattern.parse(text)).hasToString(text).isEqualTo(PathPattern.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "'', a pattern begins with a slash",
    "a, a pattern begins with a slash",
    "**, a pattern begins with a slash",
    "/a/, a slash at the end makes no difference: leave it out",
    "/a/**/, a slash at the end makes no difference: leave it out",
    "//, a slash at the end makes no difference: leave it out",
    "/**/a, ** stands at the end only",
    "/**/**, ** stands at the end only",
    "/a*, a star stands for a whole segment",
    "/a/*b, a star stands for a whole segment",
    "/***, a star stands for a whole segment",
    "/a**, a star stands for a whole segment",
    "/a+b, requests are judged as /a%2Bb: write that",
    "/%61, requests are judged as /a: write that",
    "/caf%c3%a9, requests are judged as /caf%C3%A9: write that",
    "/., requests are judged as /: write that",
    "/a?b, a query is not part of a pattern",
    "/a?, a query is not part of a pattern",
    "/.., 'requests with it are refused, since the path leads above the root'",
    "//a, 'requests with it are refused, since'",
    "/a//b, 'requests with it are refused, since'",
    "/{id}, 'requests with it are refused, since the path holds a character'",
    "/a;b, 'requests with it are refused, since the path holds a semicolon'",
    "/a b, 'requests with it are refused, since the path holds a control character'",
    "/%2e%2e, 'requests with it are refused, since the path holds an encoded dot segment'",
    "/a%2fb, 'requests with it are refused, since the path holds an encoded slash'"
  })
  void refusesWhatIsNoneAndSaysWhatToDo(String text, String remedy) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PathPattern.parse(text))
        .withMessageStartingWith(text + " is no path pattern: " + remedy);
  }

  @ParameterizedTest
  @CsvSource({
    "/a, /a, /a",
    "/a, /b, ",
    "/a, /a/b, ",
    "/a, /*, /a",
    "/a, /**, /a",
    "/a, /a/**, /a",
    "/, /**, /",
    "/, /*, ",
    "/*, /a/**, /a",
    "/*/b, /a/*, /a/b",
    "/*/b, /a/**, /a/b",
    "/*/**, /a/**, /a/**",
    "/a/**, /a/*/**, /a/*/**",
    "/a/**, /*/b/**, /a/b/**",
    "/a/**, /b/**, ",
    "/a/*/c, /*/b/*, /a/b/c",
    "/a/*/c, /*/b/d, "
  })
  void meetsAnotherInThePatternOfBoth(String one, String other, String expected) {
    PathPattern meet = expected == null ? null : PathPattern.parse(expected);

    assertThat(PathPattern.parse(one).meet(PathPattern.parse(other))).isEqualTo(meet);
    assertThat(PathPattern.parse(other).meet(PathPattern.parse(one))).isEqualTo(meet);
  }
}
