package dev.keybearer.token.verification;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One spelling for each target (RFC 3986 sections 6.2.2 and 6.2.3). */
class TargetUriTest {
  @ParameterizedTest
  @CsvSource({
    "https://a.example/b, https://a.example/b",
    "https://a.example, https://a.example/",
    "https://a.example/, https://a.example/",
    "https://a.example:/b, https://a.example/b",
    "https://a.example:443/b, https://a.example/b",
    "http://a.example:80/b, http://a.example/b",
    "http://a.example:443/b, http://a.example:443/b",
    "https://a.example:80/b, https://a.example:80/b",
    "https://a.example:8443/b, https://a.example:8443/b",
    "HTTPS://A.EXAMPLE/B, https://a.example/B",
    "http://[::1]:80/b, http://[::1]/b",
    "http://[2001:DB8::80]/b, http://[2001:db8::80]/b",
    "https://under_score.example/b, https://under_score.example/b",
    "https://a.example/b?c=d#e, https://a.example/b",
    "https://a.example?c=d, https://a.example/",
    "https://a.example/%7e%41%2f%2F%c3%a9, https://a.example/~A%2F%2F%C3%A9",
    "https://a.example/b/./c/../d, https://a.example/b/d",
    "https://a.example/b/%2e%2e/d, https://a.example/d",
    "https://a.example/../../b, https://a.example/b",
    "https://a.example/b/.., https://a.example/",
    "https://a.example/b/., https://a.example/b/",
    "https://a.example/b//c, https://a.example/b//c",
    "https://a.example/b/, https://a.example/b/",
    "https://a.example//b, https://a.example//b",
  })
  void spells(String written, String spelling) {
    assertThat(TargetUri.of(written)).isEqualTo(spelling);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://a.example/B",
        "https://a.example/b/",
        "https://a.example//b",
        "https://b.example/b",
        "http://a.example/b",
        "https://a.example:444/b",
        "https://a.example/b;c",
        "https://a.example/%62%2f"
      })
  void keepsApartWhatIsNotTheSame(String other) {
    assertThat(TargetUri.of(other)).isNotEqualTo(TargetUri.of("https://a.example/b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/b",
        "a.example/b",
        "//a.example/b",
        "ftp://a.example/b",
        "https:b",
        "https:/b",
        "https:///b",
        "https://me@a.example/b",
        "https://me:secret@a.example/b",
        "https://a.example/%",
        "https://a.example/%4",
        "https://a.example/%zz",
        "https://a.example/ b",
        "https://a.example/b\\c",
        "https://a.example/\u00e9",
        "https://a.example/b\n"
      })
  void isNoneForWhatIsNoTarget(String text) {
    assertThat(TargetUri.of(text)).isNull();
  }

  @Test
  void survivesManyDots() {
    assertThat(TargetUri.of("https://a.example" + "/..".repeat(2_000) + "/b"))
        .isEqualTo("https://a.example/b");
  }
}
