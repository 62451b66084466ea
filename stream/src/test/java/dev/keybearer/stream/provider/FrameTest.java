package dev.keybearer.stream.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames are read once, and what was asked for is kept as it came. */
class FrameTest {
  @Test
  void findsScalarsByTheirPath() {
    Frame frame =
        read("{\"a\":1,\"b\":{\"c\":\"x\",\"d\":{\"e\":true}},\"f\":[1,{\"a\":2}],\"g\":null}");
    assertThat(frame.at("a")).isEqualTo("1");
    assertThat(frame.at("b.c")).isEqualTo("x");
    assertThat(frame.at("b.d.e")).isEqualTo("true");
    assertThat(frame.at("f")).isNull();
    assertThat(frame.at("missing", "other")).isEqualTo("other");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"n\":1, \"x\" : [ 1,2 ]}",
        "[1, {\"a\":\"}\"}]",
        "\"text with \\\"quotes\\\" and \\u00e9\"",
        "-1.50e3",
        "null",
        "true",
        "{}",
        "\"\""
      })
  void keepsTheWholeOfAPartAsItCame(String body) {
    String text = "{ \"type\":\"message\", \"body\": " + body + " , \"id\":\"7\" }";
    Frame frame = Objects.requireNonNull(Frame.read(text, Set.of("body")));
    assertThat(frame.at("body")).isEqualTo(body);
    assertThat(frame.at("id")).isEqualTo("7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[]",
        "1",
        "{",
        "{\"a\":1",
        "{\"a\":1}{}",
        "{\"a\":1,\"a\":2}",
        "{'a':1}",
        "{\"a\":\u0000}",
        "not json"
      })
  void isNoFrameWhenItIsNotOneObject(String text) {
    assertThat(Frame.read(text, Set.of())).isNull();
  }

  @Test
  void looksNoDeeperThanFramesAreBuilt() {
    Frame frame = read("{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":1}}}}}");
    assertThat(frame.at("a.b.c.d.e")).isNull();
    assertThat(Frame.read("{\"a\":".repeat(100) + "1" + "}".repeat(100), Set.of())).isNull();
  }

  private static Frame read(String text) {
    return Objects.requireNonNull(Frame.read(text, Set.of()));
  }
}
