package dev.keybearer.token.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlotTest {
  @ParameterizedTest
  @CsvSource({
    "analytics-2_eu, analytics-2_eu.item",
    "Analytics, %41nalytics.item",
    "corp.eu, corp%2eeu.item",
    "../etc, %2e%2e%2fetc.item",
    "ä, %c3%a4.item",
    "%41, %2541.item",
    "~, %7e.item",
    "marks, marks.item",
    "'a b', a%20b.item"
  })
  void writesEveryOtherByteAsHex(String name, String file) {
    assertThat(Slot.of(name).file()).isEqualTo(file);
  }

  @Test
  void keepsNamesApartWhereCaseIsIgnored() {
    List<String> names = List.of("a", "A", "%41", "%61", "ä", "Ä", "a\u0308", "\u212a", "k", "K");
    assertThat(names.stream().map(name -> Slot.of(name).file().toLowerCase(Locale.ROOT)))
        .doesNotHaveDuplicates();
  }

  @Test
  void hashesWhatIsTooLongForAFileName() {
    String longest = "a".repeat(Slot.STEM_LIMIT);

    assertThat(Slot.of(longest.substring(1)).file()).hasSize(Slot.STEM_LIMIT - 1 + 5);
    assertThat(Slot.of(longest).file()).isEqualTo(longest + ".item");
    assertThat(Slot.of(longest + "a").file()).matches("~[0-9a-f]{64}\\.item");
    assertThat(Slot.of(longest + "a").file()).isNotEqualTo(Slot.of(longest + "b").file());
  }

  @Test
  void takesNamesUpToTheLimit() {
    assertThat(Slot.of("a".repeat(Slot.NAME_LIMIT)).name()).hasSize(Slot.NAME_LIMIT);
    assertThat(Slot.of("ä".repeat(Slot.NAME_LIMIT / 2)).file()).startsWith("~");
    assertRefused("a".repeat(Slot.NAME_LIMIT + 1));
    assertRefused("ä".repeat(Slot.NAME_LIMIT / 2) + "a");
    assertRefused("");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud800", "a\udc00b", "\udc00\ud800"})
  void refusesHalfACharacter(String name) {
    assertRefused(name);
  }

  private static void assertRefused(String name) {
    assertThatThrownBy(() -> Slot.of(name)).isInstanceOf(IllegalArgumentException.class);
  }
}
