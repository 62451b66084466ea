package dev.keybearer.token.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.Scopes;
import dev.keybearer.token.secret.Secret;
import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** R8, F6: every answer with status 200 is checked before anything of it is believed. */
class GrantedTest {
  private final Desk desk = Desk.open();

  @AfterEach
  void close() throws IOException {
    desk.close();
  }

  @Test
  void readsAWholeAnswer() {
    Reply.Granted granted =
        granted(
            "{\"access_token\":\"abc.def\",\"token_type\":\"bearer\",\"expires_in\":3600,"
                + "\"refresh_token\":\"r 1\",\"scope\":\"b a\",\"id_token\":\"x\",\"more\":{}}");

    assertThat(granted.access().reveal()).isEqualTo("abc.def");
    assertThat(granted.type()).isEqualTo("Bearer");
    assertThat(granted.life()).isEqualByComparingTo("3600");
    assertThat(granted.scopes()).isEqualTo(Scopes.of("a", "b"));
    assertThat(reveal(granted.refresh())).isEqualTo("r 1");
    assertThat(granted.answeredAt()).isGreaterThanOrEqualTo(granted.askedAt());
  }

  /** Guarantee 12: nothing means that no usable life was named, and one is assumed. */
  @ParameterizedTest
  @CsvSource({
    "0, ",
    "-1, ",
    "-0, ",
    "0.0, ",
    "1, 1",
    "3600, 3600",
    "3600.7, 3600.7",
    "0.5, 0.5",
    "1e3, 1000",
    "2147483647, 2147483647",
    "2147483648, 2147483648",
    "9223372036854775807, 9223372036854775807",
    "9223372036854775808, 9223372036854775808",
    "1e400, 1e400",
    "-1e400, ",
    "0.001, 0.001",
    "0.000999, ",
    "1e-400, ",
    "'\"3600\"', 3600",
    "'\"0\"', ",
    "'\"-1\"', ",
    "'\"3600.7\"', ",
    "'\" 3600\"', ",
    "'\"3600s\"', ",
    "'\"999999999999999999\"', 999999999999999999",
    "'\"9999999999999999999\"', ",
    "'\"١٢\"', ",
    "'\"abc\"', ",
    "'\"\"', ",
    "null, ",
    "true, ",
    "[3600], ",
    "'{\"a\":3600}', "
  })
  void believesALifeAboveZeroAndNothingElse(String literal, @Nullable BigDecimal life) {
    BigDecimal read = granted(whole("\"expires_in\":" + literal)).life();

    if (life == null) {
      assertThat(read).isNull();
    } else {
      assertThat(read).isEqualByComparingTo(life);
    }
  }

  @Test
  void anAnswerMayNameNoLife() {
    assertThat(granted(whole("\"x\":1")).life()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer", "bearer", "BEARER", "bEARER"})
  void comparesTheTypeWithoutRegardToCase(String type) {
    assertThat(granted("{\"access_token\":\"a\",\"token_type\":\"" + type + "\"}").type())
        .isEqualTo("Bearer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"DPoP\"",
        "\"mac\"",
        "\"N_A\"",
        "\"\"",
        "\"Bearer \"",
        "\"Bearer canary\"",
        "null",
        "5",
        "[\"Bearer\"]"
      })
  void refusesATokenOfAnotherType(String type) {
    assertUnusable(
        desk.granted("{\"access_token\":\"canary\",\"token_type\":" + type + "}"), "type");
  }

  @Test
  void refusesATokenWithoutAType() {
    assertUnusable(desk.granted("{\"access_token\":\"canary\"}"), "type");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\"",
        "\" \"",
        "\"can ary\"",
        "\"canary \"",
        "\"canary\\n\"",
        "\"canary\\r\\nX: y\"",
        "\"canary\\u0000\"",
        "\"canary\\u007f\"",
        "\"canaryü\"",
        "null",
        "42",
        "true",
        "[\"canary\"]",
        "{\"canary\":1}"
      })
  void refusesATokenThatCannotBeSentInAHeader(String token) {
    assertUnusable(
        desk.granted("{\"token_type\":\"Bearer\",\"access_token\":" + token + "}"), "access_token");
  }

  @Test
  void refusesAnAnswerWithoutAToken() {
    assertUnusable(desk.granted("{\"token_type\":\"Bearer\",\"expires_in\":1}"), "access_token");
    assertUnusable(desk.granted("{\"error\":\"invalid_client\"}"), "access_token");
  }

  @Test
  void acceptsATokenUpToThirtyTwoKibibytes() {
    String longest = "a".repeat(32 * 1024);

    assertThat(granted(token(longest)).access().reveal()).hasSize(32 * 1024);
    assertUnusable(desk.granted(token(longest + "a")), "access_token");
  }

  @ParameterizedTest
  @CsvSource({
    "'\"a b\"', a b",
    "'\"\"', ''",
    "'[\"a\",\"b\"]', a b",
    "'[\"a b\"]', a b",
    "[], ''",
    "5, ''",
    "true, ''",
    "'[\"a\",5]', ''",
    "'{\"a\":true}', ''"
  })
  void readsWhatWasGrantedAndBelievesNothingItCannotRead(String literal, String canonical) {
    Scopes scopes = granted(whole("\"scope\":" + literal)).scopes();

    assertThat(scopes == null ? "as asked" : scopes.canonical()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"scope\":null", "\"x\":1"})
  void silenceAboutScopesMeansThoseThatWereAskedFor(String member) {
    assertThat(granted(whole(member)).scopes()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "\" \"", "null", "5", "[\"r\"]"})
  void aRefreshTokenThatIsNoneLeavesTheOldOne(String literal) {
    assertThat(granted(whole("\"refresh_token\":" + literal)).refresh()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "<!doctype html><title>canary</title>",
        "{\"access_token\":\"canary\",\"token_type\":\"Bear",
        "{\"access_token\":\"canary\",\"token_type\":\"Bearer\"",
        "[{\"access_token\":\"canary\",\"token_type\":\"Bearer\"}]",
        "{\"access_token\":\"canary\",\"token_type\":\"Bearer\",\"token_type\":\"Bearer\"}",
        "{\"access_token\":\"canary\",\"access\\u005ftoken\":\"b\",\"token_type\":\"Bearer\"}",
        "{\"access_token\":\"canary\",\"token_type\":\"Bearer\"} canary",
        "\uFEFF{\"access_token\":\"canary\",\"token_type\":\"Bearer\"}",
        "{\"access_token\":\"canary\",\"token_type\":\"Bearer\",\"expires_in\":1e1000}",
        "{\"access_token\":\"canary\",\"token_type\":\"Bearer\",\"expires_in\":NaN}",
        "{'access_token':'canary','token_type':'Bearer'}",
        "access_token=canary&token_type=bearer",
        "null",
        "\"canary\""
      })
  void anythingElseThanOneSoundObjectIsNoAnswer(String body) {
    assertUnusable(desk.granted(body), "JSON object");
  }

  @Test
  void anAnswerBeyondSixtyFourKibibytesIsNone() {
    String padded = whole("\"pad\":\"\"");
    String longest = padded.replace("\"\"", "\"" + "x".repeat(64 * 1024 - padded.length()) + "\"");

    assertThat(granted(longest).access().reveal()).isEqualTo("a");
    assertUnusable(desk.granted(longest + " "), "longer than 65536");
  }

  private Reply.Granted granted(String body) {
    Reply reply = desk.granted(body);
    assertThat(reply).isInstanceOf(Reply.Granted.class);
    return (Reply.Granted) reply;
  }

  /** What may have been acted on is said to be so: a refresh token may be used up by it. */
  private static void assertUnusable(Reply reply, String why) {
    assertThat(reply)
        .isInstanceOfSatisfying(
            Reply.Unanswered.class,
            unanswered -> {
              assertThat(unanswered.mayHaveActed()).isTrue();
              assertThat(unanswered.message()).contains("127.0.0.1").contains(why);
            });
    assertThat(reply.toString()).doesNotContain("canary");
  }

  private static String whole(String member) {
    return "{\"access_token\":\"a\",\"token_type\":\"Bearer\"," + member + "}";
  }

  private static String token(String value) {
    return "{\"access_token\":\"" + value + "\",\"token_type\":\"Bearer\"}";
  }

  private static String reveal(@Nullable Secret secret) {
    return secret == null ? "none" : secret.reveal();
  }
}
