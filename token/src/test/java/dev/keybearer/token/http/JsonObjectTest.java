package dev.keybearer.token.http;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** V7, V8, R8: strict and bounded reading. */
class JsonObjectTest {
  private static final int BYTE_ORDER_MARK = 0xFEFF;

  @Test
  void readsEachKindOfMemberOnlyAsThatKind() throws NotJson {
    JsonObject object =
        parse("{\"t\":\"a\\u00e9\\n\",\"n\":-12.5e1,\"b\":true,\"z\":null,\"o\":{\"t\":\"in\"}}");

    assertThat(object.text("t")).isEqualTo("aé\n");
    assertThat(object.number("n")).isEqualByComparingTo(new BigDecimal("-125"));
    assertThat(object.bool("b")).isTrue();
    assertThat(object.object("o")).isNotNull().extracting(o -> o.text("t")).isEqualTo("in");
    assertThat(object.has("z")).isTrue();
    assertThat(object.has("absent")).isFalse();
    assertThat(object.isNull("z")).isTrue();
    assertThat(object.isNull("absent")).isFalse();
    for (String name : List.of("n", "b", "z", "o", "absent")) {
      assertThat(object.text(name)).isNull();
    }
    for (String name : List.of("t", "b", "z", "o", "absent")) {
      assertThat(object.number(name)).isNull();
    }
    for (String name : List.of("t", "n", "z", "o", "absent")) {
      assertThat(object.bool(name)).isNull();
    }
    for (String name : List.of("t", "n", "b", "z", "absent")) {
      assertThat(object.object(name)).isNull();
    }
  }

  @Test
  void readsArrayOfStringsAndNoOtherArray() throws NotJson {
    JsonObject object =
        parse("{\"ok\":[\"a\",\"b\"],\"none\":[],\"mixed\":[\"a\",1],\"text\":\"a\"}");

    assertThat(object.texts("ok")).containsExactly("a", "b");
    assertThat(object.texts("none")).isEmpty();
    assertThat(object.texts("mixed")).isNull();
    assertThat(object.texts("text")).isNull();
    assertThat(object.texts("absent")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{}{}",
        "{} x",
        "{},",
        "[]",
        "\"text\"",
        "1",
        "null",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":NaN}",
        "{\"a\":Infinity}",
        "{\"a\":-Infinity}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":1.}",
        "{\"a\":0x1}",
        "{\"a\":[1,]}",
        "{\"a\":[1}",
        "{\"a\":\"\t\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":tru}",
        "{\"a\":1/**/}",
        "{\"a\":1}//"
      })
  void refusesWhatIsNotExactlyOneObject(String text) {
    assertThatExceptionOfType(NotJson.class).isThrownBy(() -> parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"a\":null,\"a\":null}",
        "{\"o\":{\"a\":1,\"b\":2,\"a\":3}}",
        "{\"o\":[{\"a\":1,\"a\":3}]}"
      })
  void refusesNameGivenTwice(String text) {
    assertThatExceptionOfType(NotJson.class)
        .isThrownBy(() -> parse(text))
        .withMessageContaining("twice");
  }

  @Test
  void refusesByteOrderMarkAndOtherEncodings() {
    assertThatExceptionOfType(NotJson.class)
        .isThrownBy(() -> parse(Character.toString(BYTE_ORDER_MARK) + "{}"));
    assertThatExceptionOfType(NotJson.class)
        .isThrownBy(() -> JsonObject.parse("{}".getBytes(UTF_16)));
  }

  @Test
  void refusesInvalidUtf8WhereItStands() {
    byte[][] invalid = {
      {(byte) 0x80}, // a continuation without a start
      {(byte) 0xC0, (byte) 0xAF}, // overlong
      {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, // half of a surrogate pair
      {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80}, // beyond Unicode
      {(byte) 0xE2, (byte) 0x82} // cut short
    };
    for (byte[] bytes : invalid) {
      assertThatExceptionOfType(NotJson.class)
          .isThrownBy(() -> JsonObject.parse(around(bytes)))
          .withMessageContaining("UTF-8");
    }
  }

  @Test
  void refusesHalfOfSurrogatePair() throws NotJson {
    assertThat(parse("{\"a\":\"\\ud83d\\ude00\"}").text("a")).isEqualTo("😀");
    assertThatExceptionOfType(NotJson.class).isThrownBy(() -> parse("{\"a\":\"\\ud83d\"}"));
    assertThatExceptionOfType(NotJson.class).isThrownBy(() -> parse("{\"\\ude00\":1}"));
  }

  @Test
  void readsToSixteenLevelsAndNoFurther() throws NotJson {
    assertThat(parse(objects(15)).has("o")).isTrue();
    assertThat(parse(objects(16)).has("o")).isTrue();
    assertThat(parse("{\"a\":" + "[".repeat(15) + "]".repeat(15) + "}").has("a")).isTrue();
    assertRefused(objects(17));
    assertRefused("{\"a\":" + "[".repeat(16) + "]".repeat(16) + "}");
    assertRefused("{\"a\":" + "[".repeat(100_000));
  }

  @Test
  void reads256MembersAndNoMore() throws NotJson {
    assertThat(parse(members(255)).has("m254")).isTrue();
    assertThat(parse(members(256)).has("m255")).isTrue();
    assertRefused(members(257));
  }

  @Test
  void reads32DigitsAndNoMore() throws NotJson {
    for (int digits : new int[] {31, 32}) {
      assertThat(parse("{\"n\":" + "9".repeat(digits) + "}").number("n"))
          .isEqualTo(new BigDecimal("9".repeat(digits)));
    }
    assertThat(parse("{\"n\":-1." + "9".repeat(31) + "}").number("n"))
        .isEqualTo(new BigDecimal("-1." + "9".repeat(31)));
    assertRefused("{\"n\":" + "9".repeat(33) + "}");
    assertRefused("{\"n\":1." + "9".repeat(32) + "}");
    assertRefused("{\"n\":" + "9".repeat(60_000) + "}");
  }

  @Test
  void readsPowersOfTenOnlyWhileTheyAreQuantities() throws NotJson {
    assertThat(parse("{\"n\":1e998}").number("n")).isEqualTo(new BigDecimal("1e998"));
    assertThat(parse("{\"n\":1e999}").number("n")).isEqualTo(new BigDecimal("1e999"));
    assertThat(parse("{\"n\":1e-999}").number("n")).isEqualTo(new BigDecimal("1e-999"));
    assertRefused("{\"n\":1e1000}");
    assertRefused("{\"n\":1e-1000}");
    assertRefused("{\"n\":1e2147483648}");
    assertRefused("{\"n\":1e99999999999999999999}");
  }

  @Test
  void readsStringsAsLongAsTheBody() throws NotJson {
    String longText = "x".repeat(Ask.ANSWER_LIMIT);

    assertThat(parse("{\"" + longText + "\":\"" + longText + "\"}").text(longText))
        .isEqualTo(longText);
  }

  /** H1: whatever is wrong, what stands there is not repeated. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"access_token\":\"CANARY\"",
        "{\"access_token\":CANARY}",
        "{\"access_token\":\"CANARY\\q\"}",
        "{\"CANARY\":1,\"CANARY\":2}",
        "CANARY",
        "{}CANARY",
        "{\"a\":\"CANARY\n\"}"
      })
  void saysWhereAndNeverWhat(String text) {
    assertThatExceptionOfType(NotJson.class)
        .isThrownBy(() -> parse(text))
        .withNoCause()
        .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("CANARY"))
        .satisfies(refusal -> assertThat(refusal.position()).isBetween(0L, (long) text.length()))
        .satisfies(refusal -> assertThat(refusal.getSuppressed()).isEmpty());
  }

  @Test
  void showsNoContent() throws NotJson {
    assertThat(parse("{\"CANARY\":\"CANARY\"}")).hasToString("JsonObject[1 members]");
  }

  private static JsonObject parse(String text) throws NotJson {
    return JsonObject.parse(text.getBytes(UTF_8));
  }

  private static void assertRefused(String text) {
    assertThatExceptionOfType(NotJson.class).isThrownBy(() -> parse(text));
  }

  private static byte[] around(byte[] middle) {
    byte[] whole = new byte[middle.length + 8];
    System.arraycopy("{\"a\":\"".getBytes(UTF_8), 0, whole, 0, 6);
    System.arraycopy(middle, 0, whole, 6, middle.length);
    System.arraycopy("\"}".getBytes(UTF_8), 0, whole, 6 + middle.length, 2);
    return whole;
  }

  private static String objects(int levels) {
    return "{\"o\":".repeat(levels - 1) + "{\"o\":1}" + "}".repeat(levels - 1);
  }

  private static String members(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"m" + i + "\":" + i)
        .collect(Collectors.joining(",", "{", "}"));
  }
}
