package dev.keybearer.token.endpoint;

import static dev.keybearer.token.Habits.Meaning.CLIENT_REJECTED;
import static dev.keybearer.token.Habits.Meaning.GRANT_REJECTED;
import static dev.keybearer.token.Habits.Meaning.OUTAGE;
import static dev.keybearer.token.Habits.Meaning.REFUSED;
import static dev.keybearer.token.Habits.Meaning.THROTTLED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.Habits;
import dev.keybearer.token.Habits.Meaning;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** R6, R7, F4, F5: what each refusal means for the next attempt. */
class DeniedTest {
  /**
   * As the notes on Genesys Cloud have it: a 400 may be throttling, and the region may be wrong.
   */
  private static final Habits GENESYS =
      new Habits(
          List.of(new Habits.Reading(400, "invalid_request", "rate limit exceeded;", THROTTLED)),
          "check id and secret; or is it the wrong region?");

  private final Desk desk = Desk.open();

  @AfterEach
  void close() throws IOException {
    desk.close();
  }

  @Test
  void aRefusalWithoutAnErrorCodeIsNotTheIssuersLastWord() {
    for (int status = 400; status < 600; status++) {
      Meaning meaning = status == 429 ? THROTTLED : OUTAGE;
      assertThat(denied(status, "").meaning()).as("%s", status).isEqualTo(meaning);
      assertThat(denied(status, "<h1>canary</h1>").meaning()).as("%s", status).isEqualTo(meaning);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 202, 203, 204, 206, 300, 304})
  void anyOtherSuccessThan200IsNone(int status) {
    String body = status == 204 || status == 304 ? "" : "{\"access_token\":\"canary\"}";

    assertThat(denied(status, body).meaning()).isEqualTo(OUTAGE);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectIsNotFollowed(int status) {
    Reply reply = desk.ask(status, "Location: /elsewhere\r\n", "");

    assertThat(reply)
        .isInstanceOfSatisfying(
            Reply.Denied.class, denied -> assertThat(denied.meaning()).isEqualTo(OUTAGE));
    assertThat(desk.requests()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid_client, CLIENT_REJECTED",
    "401, invalid_client, CLIENT_REJECTED",
    "403, invalid_client, CLIENT_REJECTED",
    "400, invalid_grant, GRANT_REJECTED",
    "401, invalid_grant, GRANT_REJECTED",
    "400, unauthorized_client, REFUSED",
    "401, unauthorized_client, CLIENT_REJECTED",
    "401, access_denied, CLIENT_REJECTED",
    "400, invalid_scope, REFUSED",
    "400, invalid_request, REFUSED",
    "400, unsupported_grant_type, REFUSED",
    "400, authorization_pending, REFUSED",
    "400, something_new, REFUSED",
    "400, Invalid_Client, REFUSED",
    "400, server_error, OUTAGE",
    "400, temporarily_unavailable, OUTAGE",
    "408, invalid_grant, OUTAGE",
    "429, invalid_grant, THROTTLED",
    "429, invalid_client, THROTTLED",
    "500, invalid_grant, OUTAGE",
    "500, invalid_client, OUTAGE",
    "503, invalid_request, OUTAGE",
    "599, unauthorized_client, OUTAGE"
  })
  void readsTheCodesOfTheStandard(int status, String error, Meaning meaning) {
    Reply.Denied denied = denied(status, error(error, "x"));

    assertThat(denied.meaning()).isEqualTo(meaning);
    assertThat(denied.error()).isEqualTo(error);
    assertThat(denied.message()).contains("answered " + status + " " + error);
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid_request, rate limit exceeded; try later, THROTTLED",
    "400, invalid_request, RATE LIMIT EXCEEDED;, THROTTLED",
    "400, invalid_request, 'Rate Limit Exceeded; 10 requests', THROTTLED",
    "400, invalid_request, rate limit exceeded, REFUSED",
    "400, invalid_request, the rate limit exceeded;, REFUSED",
    "400, invalid_request, '', REFUSED",
    "400, invalid_grant, rate limit exceeded;, GRANT_REJECTED",
    "401, invalid_request, rate limit exceeded;, CLIENT_REJECTED",
    "429, '', '', THROTTLED",
    "503, '', rate limit exceeded;, OUTAGE",
    "400, invalid_client, client not found, CLIENT_REJECTED",
    "400, invalid_client, authentication failed, CLIENT_REJECTED",
    "401, invalid_client, authentication failed, CLIENT_REJECTED"
  })
  void readsTheHabitsOfGenesys(int status, String error, String description, Meaning meaning) {
    String body =
        "{\"error\":\"%s\",\"description\":\"%s\",\"error_description\":\"%s\"}"
            .formatted(error, description, description);

    Reply.Denied denied = (Reply.Denied) desk.ask(status, "", body, GENESYS);

    assertThat(denied.meaning()).isEqualTo(meaning);
    if (meaning == CLIENT_REJECTED) {
      assertThat(denied.message()).endsWith("or is it the wrong region?");
    }
  }

  @Test
  void habitsGoBeforeTheStandardAndInTheirOrder() {
    Habits odd =
        new Habits(
            List.of(
                new Habits.Reading(403, null, "quota", THROTTLED),
                new Habits.Reading(403, null, "", GRANT_REJECTED),
                new Habits.Reading(500, "invalid_grant", "", REFUSED)),
            "hint");

    assertThat(meaning(403, error("x", "Quota used up"), odd)).isEqualTo(THROTTLED);
    assertThat(meaning(403, error("x", "else"), odd)).isEqualTo(GRANT_REJECTED);
    assertThat(meaning(403, "", odd)).isEqualTo(GRANT_REJECTED);
    assertThat(meaning(500, error("invalid_grant", ""), odd)).isEqualTo(REFUSED);
    assertThat(meaning(500, "", odd)).isEqualTo(OUTAGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "canary code",
        "canary\\ncode",
        "canary\\u001b[31m",
        "canary\\u0000",
        "canaryü",
        "\\\"canary\\\"",
        ""
      })
  void anErrorThatIsNoCodeIsNotRepeated(String error) {
    Reply.Denied denied = denied(400, error(error, "canary"));

    assertThat(denied.error()).isEmpty();
    assertThat(denied.message()).endsWith("answered 400").doesNotContain("canary");
  }

  @Test
  void repeatsACodeUpToSixtyFourCharacters() {
    assertThat(denied(400, error("e".repeat(64), "")).error()).hasSize(64);
    assertThat(denied(400, error("e".repeat(65), "")).error()).isEmpty();
    assertThat(denied(400, error("e".repeat(10_240), "")).message()).hasSizeLessThan(100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "5", "true", "[\"invalid_client\"]", "{\"code\":\"x\"}"})
  void anErrorOfAnotherKindIsNone(String literal) {
    assertThat(denied(400, "{\"error\":" + literal + "}").meaning()).isEqualTo(OUTAGE);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503, 400, 500})
  void readsHowLongItWantsToBeLeftAlone(int status) {
    assertThat(retryAfter(status, "Retry-After: 15\r\n")).isEqualTo(Duration.ofSeconds(15));
    assertThat(retryAfter(status, "retry-after: 7200\r\n")).isEqualTo(Duration.ofHours(1));
    assertThat(retryAfter(status, "Retry-After: soon\r\n")).isNull();
    assertThat(retryAfter(status, "")).isNull();
  }

  /** The server's clock is years off; what counts is how far its dates are apart. */
  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void measuresADateFromTheServersOwn(int status) {
    String date = "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n";

    assertThat(retryAfter(status, date + "Retry-After: Sun, 06 Nov 1994 08:50:07 GMT\r\n"))
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(retryAfter(status, date + "Retry-After: Sun, 06 Nov 1994 08:49:07 GMT\r\n"))
        .isZero();
    assertThat(retryAfter(status, "Retry-After: Fri, 20 Nov 2026 10:00:30 GMT\r\n"))
        .isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void neverShowsDescriptionBodyOrAddressQuery() {
    for (String error : List.of("invalid_client", "invalid_grant", "invalid_scope", "")) {
      Reply.Denied denied =
          denied(400, "{\"error\":\"" + error + "\",\"error_description\":\"canary\",\"x\":[]}");

      assertThat(denied.toString()).doesNotContain("canary");
    }
  }

  private @org.jspecify.annotations.Nullable Duration retryAfter(int status, String headers) {
    return ((Reply.Denied) desk.ask(status, headers, error("invalid_request", ""))).retryAfter();
  }

  private Meaning meaning(int status, String body, Habits habits) {
    return ((Reply.Denied) desk.ask(status, "", body, habits)).meaning();
  }

  private Reply.Denied denied(int status, String body) {
    return (Reply.Denied) desk.ask(status, "", body);
  }

  private static String error(String code, String description) {
    return "{\"error\":\"" + code + "\",\"error_description\":\"" + description + "\"}";
  }
}
