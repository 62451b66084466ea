package dev.keybearer.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** B5: whole, case-sensitive words. */
class ScopesTest {
  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "' ', ''",
    "'a', 'a'",
    "'a b', 'a b'",
    "'b a', 'a b'",
    "' a  b ', 'a b'",
    "'a a', 'a'",
    "'a A', 'A a'",
    "'a,b', 'a,b'",
    "'a:readonly !#$', '!#$ a:readonly'"
  })
  void readsWordsBetweenSpaces(String text, String canonical) {
    assertThat(Scopes.parse(text).canonical()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\tb", "a\nb", "\"a\"", "a\\b", "ü", "a\u0000", "a\u007f", "a\u00a0b"})
  void leavesOutWhatIsNoScope(String text) {
    assertThat(Scopes.parse("x " + text + " y")).isEqualTo(Scopes.of("x", "y"));
    assertThatThrownBy(() -> Scopes.of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b"})
  void isMadeOfSingleWordsOnly(String word) {
    assertThatThrownBy(() -> Scopes.of(word)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void acceptsTheFirstAndLastCharactersOfEachRange() {
    assertThat(Scopes.of("!", "#", "[", "]", "~").words()).hasSize(5);
  }

  @Test
  void equalsWhateverTheOrderAndNotWhateverTheCase() {
    Scopes scopes = Scopes.of("a", "b");

    assertThat(scopes).isEqualTo(Scopes.of("b", "a")).hasSameHashCodeAs(Scopes.of("b", "a"));
    assertThat(scopes).isNotEqualTo(Scopes.of("a", "B")).isNotEqualTo(Scopes.of("a"));
  }

  @Test
  void knowsWhatIsMissing() {
    Scopes granted = Scopes.of("a", "b");

    assertThat(granted.containsAll(Scopes.of("a"))).isTrue();
    assertThat(granted.containsAll(Scopes.none())).isTrue();
    assertThat(granted.containsAll(Scopes.of("A"))).isFalse();
    assertThat(granted.missing(Scopes.of("c", "a", "d"))).isEqualTo(Scopes.of("c", "d"));
    assertThat(granted.missing(granted)).isEqualTo(Scopes.none());
    assertThat(Scopes.none().containsAll(granted)).isFalse();
  }

  @Test
  void writesTheOrderItWasGivenAndComparesInAFixedOne() {
    assertThat(Scopes.of("b", "a")).hasToString("b a");
    assertThat(Scopes.of("b", "a").canonical()).isEqualTo("a b");
    assertThat(Scopes.of(List.of()).isEmpty()).isTrue();
  }
}
