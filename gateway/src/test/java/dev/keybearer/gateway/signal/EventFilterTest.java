package dev.keybearer.gateway.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which events an endpoint asks for. */
class EventFilterTest {
  @ParameterizedTest
  @EnumSource
  void letsAnEventThroughByItsNameItsFamilyAndTheStar(EventType type) {
    assertThat(EventFilter.parse(type.text()).types()).containsExactly(type);
    assertThat(EventFilter.parse(type.family() + ".*").lets(type)).isTrue();
    assertThat(EventFilter.parse("*").lets(type)).isTrue();
  }

  @Test
  void letsAFamilyThroughAndNoOther() {
    assertThat(EventFilter.parse("token.*").types())
        .containsExactlyInAnyOrder(
            Arrays.stream(EventType.values())
                .filter(type -> type.text().startsWith("token."))
                .toArray(EventType[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "token", "token.", "Token.*", "*.renewed", "token.r*", "streams.*"})
  void refusesWhatIsNoEvent(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventFilter.parse(text))
        .withMessageContaining("there are no such events: write * or one of ");
  }

  @Test
  void saysWhichEventsOfAFamilyThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventFilter.parse("keys.rolled"))
        .withMessageEndingWith("write * or one of keys.changed, keys.overdue");
  }
}
