package dev.keybearer.gateway.path;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** G3: paths that everybody reads alike, in their one spelling. */
class JudgedPathTest {
  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      quoteCharacter = '"',
      textBlock =
          """
          /                      -> /
          /a                     -> /a
          /a/                    -> /a/
          /a/b/c                 -> /a/b/c
          /%61                   -> /a
          /%41%5A%7a%30          -> /AZz0
          /%2d%2E%5f%7E          -> /-._~
          /a%2eb                 -> /a.b
          /%2ewell-known         -> /.well-known
          /...                   -> /...
          /%2e%2e%2e             -> /...
          /..a                   -> /..a
          /a..                   -> /a..
          /.a/..b/               -> /.a/..b/
          /a/./b                 -> /a/b
          /a/../b                -> /b
          /a/b/..                -> /a/
          /a/b/.                 -> /a/b/
          /a/..                  -> /
          /.                     -> /
          /./                    -> /
          /a/b/../../c           -> /c
          /a/./../b/./c/..       -> /b/
          /a%20b                 -> /a%20b
          /a+b                   -> /a%2Bb
          /a%2bb                 -> /a%2Bb
          /a%2Bb                 -> /a%2Bb
          /!$&'()*,=:@           -> /!$&'()*,=:@
          /%21%24%26%27%28%29    -> /!$&'()
          /%2a%2c%3d%3a%40       -> /*,=:@
          /%3f%23%5b%5d          -> /%3F%23%5B%5D
          /%22%3c%3e%5e%60       -> /%22%3C%3E%5E%60
          /%7b%7c%7d             -> /%7B%7C%7D
          /caf%c3%a9             -> /caf%C3%A9
          /%f0%9f%98%80          -> /%F0%9F%98%80
          /%e2%82%ac/a           -> /%E2%82%AC/a
          /%c2%a0                -> /%C2%A0
          /%f4%8f%bf%bf          -> /%F4%8F%BF%BF
          /%ed%9f%bf             -> /%ED%9F%BF
          /%ef%bc%8f             -> /%EF%BC%8F
          /100%25                -> /100%25
          /100%25/2e             -> /100%25/2e
          /5%25g                 -> /5%25g
          /%25%25                -> /%25%25
          /things:batchGet       -> /things:batchGet
          """)
  void writesAPathInItsOneSpelling(String target, String expected) {
    JudgedPath judged = judged(target);

    assertThat(judged.path()).isEqualTo(expected);
    assertThat(judged(judged.target())).isEqualTo(judged);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "b",
        "b=c&d=e",
        "?",
        "b?c",
        "../..//;%2f%00%u0000%",
        "b=%0d%0a",
        "b=\"<>[]\\^`{|}",
        "b=%41+%2b",
        "http://evil.example/"
      })
  void leavesTheQueryAsItCame(String query) {
    JudgedPath judged = judged("/%61?" + query);

    assertThat(judged.query()).isEqualTo(query);
    assertThat(judged.target()).isEqualTo("/a?" + query);
  }

  @Test
  void tellsAnEmptyQueryFromNone() {
    assertThat(judged("/a").query()).isNull();
    assertThat(judged("/a?").query()).isEmpty();
    assertThat(judged("/a")).isNotEqualTo(judged("/a?"));
  }

  @Test
  void showsNoQueryInItsText() {
    assertThat(judged("/a?access_token=secret")).hasToString("/a");
  }

  @Test
  void saysOfNoRefusalWhatTheTargetWas() {
    assertThat(JudgedPath.parse("/secret%00").toString()).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "access_token=x",
        "access_token",
        "a=1&access_token=x",
        "a=1;access_token=x",
        "&&access_token=x",
        "access%5Ftoken=x",
        "access%5ftoken=x",
        "%61ccess_toke%6E=x",
        "ACCESS_TOKEN=x",
        "Access_Token=x",
        "access.token=x",
        "access+token=x",
        "access%20token=x",
        "access_token=x&access_token=y",
        "access_token=&b"
      })
  void findsAParameterInEverySpelling(String query) {
    JudgedPath judged = judged("/a?" + query);

    assertThat(judged.hasParameter("access_token")).isTrue();
    assertThat(judged.withoutParameter("access_token").hasParameter("access_token")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a=access_token",
        "access_tokens=x",
        "xaccess_token=x",
        "access_toke=x",
        "a=1&b=access_token=x",
        "access%token=x",
        "access_token%=x",
        "access_token%4=x"
      })
  void findsNoParameterOfAnotherName(String query) {
    JudgedPath judged = judged("/a?" + query);

    assertThat(judged.hasParameter("access_token")).isFalse();
    assertThat(judged.withoutParameter("access_token")).isSameAs(judged);
  }

  @ParameterizedTest
  @CsvSource({
    "/a?t=1, /a",
    "/a?t, /a",
    "/a?t=1&t=2, /a",
    "/a?t=1&b=2, /a?b=2",
    "/a?b=2&t=1, /a?b=2",
    "/a?b=2&t=1&c=3, /a?b=2&c=3",
    "/a?b=2;t=1;c=3, /a?b=2;c=3",
    "/a?b=%2541&T=1, /a?b=%2541",
    "/a?&t=1&, /a?&",
    "/a?&t=1, /a?"
  })
  void takesAParameterOutAndLeavesTheRestAsItCame(String target, String expected) {
    assertThat(judged(target).withoutParameter("t").target()).isEqualTo(expected);
  }

  private static JudgedPath judged(String target) {
    assertThat(JudgedPath.parse(target)).isInstanceOf(JudgedPath.class);
    return (JudgedPath) JudgedPath.parse(target);
  }
}
