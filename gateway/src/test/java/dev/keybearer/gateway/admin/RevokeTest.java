package dev.keybearer.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.gateway.admin.RevokeRequest.Named;
import dev.keybearer.gateway.admin.RevokeRequest.Presented;
import dev.keybearer.gateway.admin.RevokeRequest.Reach;
import dev.keybearer.token.Fingerprint;
import dev.keybearer.token.verification.Target;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read as a wish to end tokens early, and what is not. */
class RevokeTest {
  private static final String ID = FakeOperations.FINGERPRINT;
  private static final Instant MOMENT = Instant.parse("2026-01-31T08:00:00Z");

  private final AdminScene scene = AdminScene.withoutClients();

  @AfterEach
  void close() {
    scene.close();
  }

  static Stream<Arguments> wishes() {
    Target text = new Target.Text(new Fingerprint(ID));
    Target client = new Target.Client(null, "c");
    return Stream.of(
        Arguments.of("{\"token_id\":\"" + ID + "\"}", new Named(text, null)),
        Arguments.of(
            "{\"issuer\":\"https://a\",\"jti\":\"1\"}",
            new Named(new Target.Numbered("https://a", "1"), null)),
        Arguments.of(
            "{\"subject\":\"älice \uD83D\uDE00\"}",
            new Named(new Target.Subject(null, "älice \uD83D\uDE00"), null)),
        Arguments.of(
            " { \"subject\" : \"s\" , \"issuer\" : \"i\" }\n",
            new Named(new Target.Subject("i", "s"), null)),
        Arguments.of(
            "{\"client_id\":\"c\",\"issuer\":\"i\"}", new Named(new Target.Client("i", "c"), null)),
        Arguments.of(
            "{\"client_id\":\"c\",\"issued_before\":1769846400}", new Named(client, MOMENT)),
        Arguments.of(
            "{\"client_id\":\"c\",\"issued_before\":1769846400.25}",
            new Named(client, MOMENT.plusMillis(250))),
        Arguments.of("{\"client_id\":\"c\",\"issued_before\":0}", new Named(client, Instant.EPOCH)),
        Arguments.of(
            "{\"client_id\":\"c\",\"issued_before\":253402300799}",
            new Named(client, Instant.parse("9999-12-31T23:59:59Z"))),
        Arguments.of(
            "{\"client_id\":\"c\",\"issued_before\":\"2026-01-31T08:00:00Z\"}",
            new Named(client, MOMENT)),
        Arguments.of(
            "{\"client_id\":\"c\",\"issued_before\":\"2026-01-31T09:00:00.5+01:00\"}",
            new Named(client, MOMENT.plusMillis(500))));
  }

  @ParameterizedTest
  @MethodSource("wishes")
  void readsAWish(String body, RevokeRequest expected) throws BadRequest {
    assertThat(RevokeReading.parse(body.getBytes(StandardCharsets.UTF_8))).isEqualTo(expected);
  }

  @Test
  void readsATokenAndWhetherItsIssuerIsAsked() throws BadRequest {
    Presented here = (Presented) parse("{\"token\":\"abc\",\"at_issuer\":false}");
    Presented there = (Presented) parse("{\"token\":\"abc\",\"at_issuer\":true}");

    assertThat(here.reach()).isEqualTo(Reach.HERE);
    assertThat(there.reach()).isEqualTo(Reach.ISSUER);
    assertThat(there.token().reveal()).isEqualTo("abc");
  }

  @Test
  void takesTheLongestTokenAndNoLongerOne() throws BadRequest {
    String longest = "t".repeat(8_192);

    assertThat(parse("{\"token\":\"" + longest + "\"}")).isInstanceOf(Presented.class);
    assertThatThrownBy(() -> parse("{\"token\":\"" + longest + "t\"}"))
        .isInstanceOf(BadRequest.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "\"s3cr3t\"",
        "1",
        "{",
        "{}",
        "{\"token\"}",
        "{\"token\":}",
        "{\"token\":\"s3cr3t\"",
        "{\"token\":\"s3cr3t\"}}",
        "{\"token\":\"s3cr3t\"}{}",
        "{\"token\":\"s3cr3t\"},",
        "{\"token\":\"s3cr3t\",}",
        "{\"token\":\"s3cr3t\",\"token\":\"s3cr3t\"}",
        "{\"token\":\"s3cr3t\",\"\\u0074oken\":\"s3cr3t\"}",
        "{\"token\":\"s3cr3t\",\"s3cr3t\":1}",
        "{\"Token\":\"s3cr3t\"}",
        "{token:\"s3cr3t\"}",
        "{'token':'s3cr3t'}",
        "{\"token\":\"s3cr3t\"/*c*/}",
        "\uFEFF{\"token\":\"s3cr3t\"}",
        "{\"token\":null}",
        "{\"token\":1}",
        "{\"token\":true}",
        "{\"token\":{\"s3cr3t\":1}}",
        "{\"token\":[\"s3cr3t\"]}",
        "{\"token\":[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]}",
        "{\"token\":\"\"}",
        "{\"token\":\"s3cr3t with spaces\"}",
        "{\"token\":\"s3cr3t\\n\"}",
        "{\"token\":\"s3cr3t\n\"}",
        "{\"token\":\"s3cr3tä\"}",
        "{\"token\":\"s3cr3t\",\"at_issuer\":\"true\"}",
        "{\"token\":\"s3cr3t\",\"at_issuer\":1}",
        "{\"token\":\"s3cr3t\",\"at_issuer\":null}",
        "{\"token\":\"s3cr3t\",\"issuer\":\"i\"}",
        "{\"token\":\"s3cr3t\",\"subject\":\"s\"}",
        "{\"token\":\"s3cr3t\",\"issued_before\":1}",
        "{\"token_id\":\"s3cr3t\"}",
        "{\"token_id\":\"9F86D081884C7D659A2FEAA0C55AD015\"}",
        "{\"token_id\":\"9f86d081884c7d659a2feaa0c55ad01\"}",
        "{\"token_id\":\"9f86d081884c7d659a2feaa0c55ad0155\"}",
        "{\"token_id\":\"9f86d081884c7d659a2feaa0c55ad015\",\"issuer\":\"i\"}",
        "{\"token_id\":\"9f86d081884c7d659a2feaa0c55ad015\",\"at_issuer\":true}",
        "{\"jti\":\"s3cr3t\"}",
        "{\"issuer\":\"s3cr3t\"}",
        "{\"issuer\":\"i\",\"jti\":\"\"}",
        "{\"issuer\":\"\",\"jti\":\"j\"}",
        "{\"subject\":\"a\",\"client_id\":\"b\"}",
        "{\"subject\":\" \"}",
        "{\"subject\":\"s3cr3t\\u0000\"}",
        "{\"subject\":\"s3cr3t\\u009f\"}",
        "{\"subject\":\"s3cr3t\\ud800\"}",
        "{\"subject\":\"a\",\"issued_before\":-1}",
        "{\"subject\":\"a\",\"issued_before\":253402300800}",
        "{\"subject\":\"a\",\"issued_before\":1e9}",
        "{\"subject\":\"a\",\"issued_before\":1E999999999}",
        "{\"subject\":\"a\",\"issued_before\":01}",
        "{\"subject\":\"a\",\"issued_before\":NaN}",
        "{\"subject\":\"a\",\"issued_before\":1111111111111111111111111111111111111111}",
        "{\"subject\":\"a\",\"issued_before\":true}",
        "{\"subject\":\"a\",\"issued_before\":null}",
        "{\"subject\":\"a\",\"issued_before\":\"s3cr3t\"}",
        "{\"subject\":\"a\",\"issued_before\":\"\"}",
        "{\"subject\":\"a\",\"issued_before\":\"1769846400\"}",
        "{\"subject\":\"a\",\"issued_before\":\"2026-01-31\"}",
        "{\"subject\":\"a\",\"issued_before\":\"2026-01-31T08:00Z\"}",
        "{\"subject\":\"a\",\"issued_before\":\"2026-01-31T08:00:00\"}",
        "{\"subject\":\"a\",\"issued_before\":\"2026-01-31 08:00:00Z\"}",
        "{\"subject\":\"a\",\"issued_before\":\"2026-02-30T08:00:00Z\"}",
        "{\"subject\":\"a\",\"issued_before\":\"2026-01-31T24:00:01Z\"}"
      })
  void refusesAnythingElseWithoutRepeatingIt(String body) {
    assertThatThrownBy(() -> parse(body))
        .isInstanceOf(BadRequest.class)
        .message()
        .isNotBlank()
        .doesNotContain("s3cr3t");
  }

  @Test
  void refusesWhatIsNoUtf8() {
    byte[] latin = "{\"subject\":\"\u00e4\"}".getBytes(StandardCharsets.ISO_8859_1);
    byte[] utf16 = "{\"subject\":\"a\"}".getBytes(StandardCharsets.UTF_16LE);

    assertThatThrownBy(() -> RevokeReading.parse(latin)).isInstanceOf(BadRequest.class);
    assertThatThrownBy(() -> RevokeReading.parse(utf16)).isInstanceOf(BadRequest.class);
  }

  @Test
  void endsTokensAndSaysHowFast() {
    Answer answer = scene.post("/admin/revoke", "{\"client_id\":\"c\",\"issuer\":\"i\"}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            "{\"revoked\":true,\"number\":12,\"effective_ms\":0.041,\"durable_ms\":3.000,"
                + "\"at_issuer\":\"not_asked\"}");
    assertThat(scene.journal)
        .containsExactly(
            "asked local ADMIN_REVOKE client c of i",
            "revoke Named[target=Client[issuer=i, clientId=c], issuedBefore=null]",
            "ended local ADMIN_REVOKE client c of i DONE: number 12, issuer not_asked");
  }

  @Test
  void recordsATokenByItsName() {
    scene.post("/admin/revoke", "{\"token\":\"s3cr3t\"}");

    assertThat(scene.journal).first().isEqualTo("asked local ADMIN_REVOKE token " + ID);
    assertThat(scene.journal).noneMatch(each -> each.contains("s3cr3t"));
  }

  @Test
  void answers400WithWordsAndDoesNothing() {
    Answer answer = scene.post("/admin/revoke", "{\"token\":\"s3cr3t\",\"x\":1}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("a name is unknown").doesNotContain("s3cr3t");
    assertThat(scene.journal).isEmpty();
  }

  private static RevokeRequest parse(String body) throws BadRequest {
    return RevokeReading.parse(body.getBytes(StandardCharsets.UTF_8));
  }
}
