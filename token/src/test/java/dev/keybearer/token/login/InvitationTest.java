package dev.keybearer.token.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.http.NotJson;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8628 section 3.2, and whatever else an issuer may write there. */
class InvitationTest {
  private static final String WHOLE =
      """
      {"device_code": "d3vice", "user_code": "ABCD-EFGH", "expires_in": 600, "interval": 7,
       "verification_uri": "https://i.example/device",
       "verification_uri_complete": "https://i.example/device?user_code=ABCD-EFGH"}\
      """;

  @Test
  void readsAWholeAnswer() {
    Invitation invitation = read(WHOLE);

    assertThat(invitation.deviceCode().reveal()).isEqualTo("d3vice");
    assertThat(invitation.userCode()).isEqualTo("ABCD-EFGH");
    assertThat(invitation.page()).isEqualTo(URI.create("https://i.example/device"));
    assertThat(invitation.completePage())
        .isEqualTo(URI.create("https://i.example/device?user_code=ABCD-EFGH"));
    assertThat(invitation.life()).isEqualTo(Duration.ofMinutes(10));
    assertThat(invitation.interval()).isEqualTo(Duration.ofSeconds(7));
    assertThat(invitation.toString()).doesNotContain("d3vice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"device_code", "user_code", "verification_uri", "expires_in"})
  void refusesAnAnswerWithoutWhatALoginNeeds(String name) {
    assertThat(parse(WHOLE.replace("\"" + name + "\"", "\"other\""))).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"https://i.example/device\"",
        "\"http://127.0.0.1:8/device\"",
        "\"http://localhost/device\""
      })
  void sendsAPersonToAPrivateAddress(String page) {
    assertThat(parse(WHOLE.replace("\"https://i.example/device\"", page))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"http://i.example/device\"",
        "\"javascript:alert(1)\"",
        "\"https://ada@i.example/device\"",
        "\"https://i.example/dev ice\"",
        "\"https://i.example/\\u001b[31m\"",
        "\"https://i.ex\\u00e4mple/\"",
        "\"\"",
        "null",
        "7"
      })
  void neverSendsAPersonElsewhere(String page) {
    assertThat(parse(WHOLE.replace("\"https://i.example/device\"", page))).isNull();
  }

  @Test
  void readsTheNameOfAnEarlyDraft() {
    assertThat(read(WHOLE.replace("verification_uri\"", "verification_url\"")).page())
        .isEqualTo(URI.create("https://i.example/device"));
  }

  @Test
  void anUnusableAddressWithTheCodeInItIsLeftOut() {
    String answer = WHOLE.replace("https://i.example/device?", "http://i.example/device?");

    assertThat(read(answer).completePage()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "\"  \"", "\"A\\u001bB\"", "\"A\\nB\"", "\"\\u00c4\"", "7"})
  void refusesAUserCodeThatMustNotReachATerminal(String code) {
    assertThat(parse(WHOLE.replace("\"ABCD-EFGH\"", code))).isNull();
  }

  @ParameterizedTest
  @CsvSource({"63, true", "64, true", "65, false"})
  void takesAUserCodeUpToABound(int length, boolean taken) {
    String code = "A".repeat(length);

    assertThat(parse(WHOLE.replace("\"ABCD-EFGH\"", "\"" + code + "\"")) != null).isEqualTo(taken);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "0.5, 1",
    "5, 5",
    "59, 59",
    "60, 60",
    "61, 60",
    "1e99, 60",
    "0, 5",
    "-1, 5",
    "null, 5",
    "'\"7\"', 5"
  })
  void pollsBetweenOnceASecondAndOnceAMinute(String interval, int seconds) {
    assertThat(read(WHOLE.replace("\"interval\": 7", "\"interval\": " + interval)).interval())
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "3599, 3599", "3600, 3600", "3601, 3600", "1e400, 3600"})
  void waitsForAnHourAtMost(String life, int seconds) {
    assertThat(read(WHOLE.replace("600", life)).life()).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "null", "\"600\"", "true"})
  void refusesALifeThatIsNone(String life) {
    assertThat(parse(WHOLE.replace("600", life))).isNull();
  }

  private static Invitation read(String answer) {
    Invitation invitation = parse(answer);
    if (invitation == null) {
      throw new AssertionError("not read: " + answer);
    }
    return invitation;
  }

  private static @Nullable Invitation parse(String answer) {
    try {
      return Invitation.parse(JsonObject.parse(answer.getBytes(StandardCharsets.UTF_8)));
    } catch (NotJson e) {
      throw new AssertionError("the test's own JSON is wrong: " + answer, e);
    }
  }
}
