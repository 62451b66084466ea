package dev.keybearer.token.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTextTest {
  @Test
  void writesMembersInTheirOrderAndEscaped() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("z", "é\"\\\n😀");
    members.put("a", List.of("x", 1));
    members.put("n", Long.MAX_VALUE);
    members.put("d", new BigDecimal("1.50"));
    members.put("b", false);
    members.put("o", Map.of("k", "v"));

    assertThat(new String(JsonText.of(members), UTF_8))
        .isEqualTo(
            "{\"z\":\"é\\\"\\\\\\n😀\",\"a\":[\"x\",1],\"n\":9223372036854775807,\"d\":1.50,"
                + "\"b\":false,\"o\":{\"k\":\"v\"}}");
  }

  @Test
  void readsBackWhatItWrote() throws NotJson {
    byte[] written = JsonText.of(Map.of("text", "a\u0000\u2028/é", "list", List.of("😀")));

    JsonObject read = JsonObject.parse(written);

    assertThat(read.text("text")).isEqualTo("a\u0000\u2028/é");
    assertThat(read.texts("list")).containsExactly("😀");
  }

  @Test
  void refusesValueWithoutJsonFormAndDoesNotPrintIt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonText.of(Map.of("a", new StringBuilder("CANARY"))))
        .withMessage("no JSON form for java.lang.StringBuilder");
  }
}
