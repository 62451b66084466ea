package dev.keybearer.token.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackTest {
  private static final int LONGEST = 16 * 1024;

  @Test
  void readsWhatItKnowsAndNothingElse() {
    Callback callback =
        parsed("http://127.0.0.1:7/cb?code=a%2Bb+c&state=s%3D&iss=https%3A%2F%2Fi&session_state=x");

    assertThat(callback.code()).isEqualTo("a+b c");
    assertThat(callback.state()).isEqualTo("s=");
    assertThat(callback.issuer()).isEqualTo("https://i");
    assertThat(callback.error()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?", "?&&", "?other", "?=x", "#code=c&state=s"})
  void whatIsNotThereIsNull(String query) {
    Callback callback = parsed("/callback" + query);

    assertThat(callback.code()).isNull();
    assertThat(callback.state()).isNull();
    assertThat(callback.issuer()).isNull();
    assertThat(callback.error()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?code=a&code=b",
        "?state=a&state=a",
        "?iss=a&iss=b",
        "?error=a&error=b",
        "?code=a&%63ode=b"
      })
  void refusesAParameterThatComesTwice(String query) {
    assertThat(Callback.parse(URI.create(query))).isNull();
  }

  @Test
  void othersMayComeTwice() {
    assertThat(parsed("?x=1&x=2&code=c").code()).isEqualTo("c");
  }

  @ParameterizedTest
  @CsvSource({
    "code=, ",
    "code, ",
    "code=%00, ",
    "code=%C3%BC, ",
    "code=%0A, ",
    "code=%7F, ",
    "code=~, ~"
  })
  void aCodeIsVisibleText(String query, @Nullable String code) {
    assertThat(parsed("?" + query).code()).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({"error=a_b-c.9, a_b-c.9", "error=, ''", "error=a%20b, ''", "error=%3Cb%3E, ''"})
  void anErrorIsRepeatedOnlyWhenItLooksLikeOne(String query, String error) {
    assertThat(parsed("?" + query).error()).isEqualTo(error);
  }

  @ParameterizedTest
  @CsvSource({"63, false", "64, false", "65, true"})
  void aLongErrorIsNotRepeated(int length, boolean hidden) {
    assertThat(parsed("?error=" + "e".repeat(length)).error())
        .isEqualTo("e".repeat(hidden ? 0 : length));
  }

  @ParameterizedTest
  @CsvSource({"-1, true", "0, true", "1, false"})
  void readsAQueryUpToABound(int more, boolean read) {
    String query = "code=" + "c".repeat(LONGEST - "code=".length() + more);

    assertThat(Callback.parse(URI.create("?" + query)) != null).isEqualTo(read);
  }

  @Test
  void neverShowsWhatItHolds() {
    assertThat(parsed("?code=c0de&state=st4te").toString())
        .doesNotContain("c0de")
        .doesNotContain("st4te");
  }

  private static Callback parsed(String address) {
    Callback callback = Callback.parse(URI.create(address));
    if (callback == null) {
      throw new AssertionError("not read: " + address);
    }
    return callback;
  }
}
