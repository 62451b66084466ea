package dev.keybearer.cli.config.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {
  private static final List<String> KNOWN =
      List.of("client-id", "client-secret", "grant", "issuer", "renew", "at");

  @ParameterizedTest
  @CsvSource({
    "client_id, client-id",
    "CLIENT-ID, client-id",
    "clientid, client-id",
    "cleint-secret, client-secret",
    "grnat, grant",
    "isuer, issuer",
    "renewal, renew"
  })
  void guessesWhatWasMeant(String given, String meant) {
    assertThat(Suggestion.of(given, KNOWN)).isEqualTo("did you mean \"" + meant + "\"?");
  }

  @ParameterizedTest
  @CsvSource({"banana", "x", "it", "secret", "clientclientclient"})
  void makesNoWildGuess(String given) {
    assertThat(Suggestion.of(given, KNOWN)).isEmpty();
  }

  @Test
  void acceptsAThirdOfTheLettersWrongAndNoMore() {
    assertThat(Suggestion.of("xxcdef", List.of("abcdef"))).isNotEmpty();
    assertThat(Suggestion.of("xxxdef", List.of("abcdef"))).isEmpty();
  }
}
