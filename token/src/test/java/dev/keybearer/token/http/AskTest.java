package dev.keybearer.token.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AskTest {
  private static final URI TOKEN = URI.create("https://idp.example.com:8443/oauth/token?CANARY=1");

  @Test
  void encodesFieldsAsFormsDo() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("grant_type", "client_credentials");
    fields.put("scope", "a b+c&d=é😀");
    fields.put("empty", "");

    Ask ask = Ask.form(TOKEN, fields);

    assertThat(ask.body())
        .asString(UTF_8)
        .isEqualTo("grant_type=client_credentials&scope=a+b%2Bc%26d%3D%C3%A9%F0%9F%98%80&empty=");
    assertThat(ask.headers())
        .containsEntry("Content-Type", "application/x-www-form-urlencoded")
        .containsEntry("Accept", "application/json");
  }

  /** H1: neither query, headers nor body are shown. */
  @Test
  void showsOnlyMethodAndPlace() {
    Ask ask = Ask.json(TOKEN, "CANARY".getBytes(UTF_8)).withHeader("Authorization", "Basic CANARY");

    assertThat(ask).hasToString("POST https://idp.example.com:8443/oauth/token");
  }

  @Test
  void replacesHeaderWithoutRegardToCase() {
    Ask ask = Ask.get(TOKEN).withHeader("ACCEPT", "text/plain");

    assertThat(ask.headers()).hasSize(1).containsEntry("accept", "text/plain");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://h/x",
        "file:/etc/passwd",
        "token",
        "//h/x",
        "https:/x",
        "https://u:CANARY@h/x"
      })
  void refusesAddressThatIsNotPlainHttp(String address) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Ask.get(URI.create(address)))
        .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("CANARY"));
  }

  /** G8: no header is split, and the refusal does not print its value. */
  @ParameterizedTest
  @ValueSource(strings = {"CANARY\r\nX: y", "CANARY\n", "CANARY\u0000", "CANARYé", "CANARY\u007f"})
  void refusesHeaderValueOutsideAsciiText(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Ask.get(TOKEN).withHeader("Authorization", value))
        .withMessageContaining("Authorization")
        .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("CANARY"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a:b", "a\r\n"})
  void refusesWhatIsNoHeaderName(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> Ask.get(TOKEN).withHeader(name, "value"));
  }
}
