package dev.keybearer.cli.command;

import static dev.keybearer.token.verification.Presentation.Scheme.BEARER;
import static dev.keybearer.token.verification.Presentation.Scheme.DPOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens as people paste them. */
class PasteTest {
  private static final String TOKEN = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJhIn0.c2ln-_";
  private static final String OPAQUE = "2YotnFZFEjr1zCsicMWpAA==";
  private static final String FIELD = "the name of the field Authorization";
  private static final String SCHEME = "the scheme Bearer";

  @ParameterizedTest
  @MethodSource("pastes")
  void findsTheToken(String text, Paste expected) {
    assertThat(Paste.of(text)).isEqualTo(expected);
  }

  static List<Object[]> pastes() {
    return List.of(
        paste(TOKEN, TOKEN),
        paste("\r\n  " + TOKEN + " \t\n", TOKEN),
        paste(OPAQUE + "\n", OPAQUE),
        paste("Bearer " + TOKEN, TOKEN, SCHEME),
        paste("bearer\t" + OPAQUE, OPAQUE, SCHEME),
        paste("Authorization: Bearer " + TOKEN + "\r\n", TOKEN, FIELD, SCHEME),
        paste("authorization:Bearer  " + TOKEN, TOKEN, FIELD, SCHEME),
        paste("Authorization: " + TOKEN, TOKEN, FIELD),
        paste("-H 'Authorization: Bearer " + TOKEN + "'", TOKEN, FIELD, SCHEME),
        paste("\"" + TOKEN + "\"", TOKEN, "quotes"),
        paste("'\"" + TOKEN + "\"'", TOKEN, "quotes"),
        paste("Bearer \"" + TOKEN + "\"", TOKEN, SCHEME, "quotes"),
        paste("\"Bearer " + TOKEN + "\"", TOKEN, "quotes", SCHEME),
        paste(TOKEN.replace(".", ".\n    "), TOKEN, "line breaks and blanks inside"),
        paste(TOKEN.replace("c2ln", "c2 ln"), TOKEN, "line breaks and blanks inside"),
        paste(TOKEN.replace("c2ln", "c2\u00a0ln"), TOKEN, "line breaks and blanks inside"),
        paste(OPAQUE.replace("jr1", "jr\n1"), OPAQUE, "line breaks and blanks inside"),
        paste("\ufeff" + TOKEN.replace(".", "\u200b."), TOKEN, "invisible characters"),
        new Object[] {"DPoP " + TOKEN, new Paste(DPOP, TOKEN, List.of("the scheme DPoP"))});
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " \n", "\"\"", "Bearer", "Bearer ", "Authorization:", "Authorization: Bearer"})
  void asksForAToken(String text) {
    assertThatExceptionOfType(Misuse.class).isThrownBy(() -> Paste.of(text));
  }

  /** What is no token could be asked about at an issuer, and would have left this machine. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Basic aHVudGVyMjpodW50ZXIy",
        "Authorization: Basic aHVudGVyMjpodW50ZXIy",
        "Authorization: Negotiate aHVudGVyMjpodW50ZXIy",
        "my password is aHVudGVyMjpodW50ZXIy"
      })
  void refusesWhatIsNoTokenAndDoesNotRepeatIt(String text) {
    assertThatExceptionOfType(Misuse.class)
        .isThrownBy(() -> Paste.of(text))
        .withMessageNotContaining("aHVudGVyMjpodW50ZXIy");
  }

  @Test
  void showsNothingOfTheToken() {
    assertThat(Paste.of("Bearer " + TOKEN)).hasToString("Paste[BEARER, 43 characters]");
  }

  private static Object[] paste(String text, String token, String... notes) {
    return new Object[] {text, new Paste(BEARER, token, List.of(notes))};
  }
}
