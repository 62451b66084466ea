package dev.keybearer.token.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keybearer.token.secret.SecretFailure.Kind;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  private static final VaultClient VAULT =
      VaultClient.of(
          VaultAddress.of(URI.create("http://127.0.0.1:8200")),
          new VaultLogin.Token(Secrets.of(Secret.of("unused"))));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "env:CLIENT_SECRET",
        "env:_a1",
        "file:/etc/keybearer/secret",
        "file:./with space",
        "exec:pass show client-secret",
        "vault:secret/keybearer/genesys#client-secret"
      })
  void showsTheReferenceItWasParsedFrom(String reference) {
    assertThat(Secrets.parse(reference, VAULT)).hasToString(reference);
  }

  @ParameterizedTest
  @CsvSource({
    "evn, env",
    "enf, env",
    "ENV, env",
    "Env, env",
    "env1, ",
    "fil, file",
    "flie, file",
    "files, file",
    "exce, exec",
    "exe, exec",
    "valut, vault",
    "vaults, vault",
    "http, ",
    "https, ",
    "secret, ",
    "en, ",
    "e, "
  })
  void guessesAtMostTwoTypingSlips(String word, String scheme) {
    SecretFailure failure = refusal(word + ":CANARY");

    if (scheme == null) {
      assertThat(failure).hasMessageContaining("by reference only");
      assertThat(failure.getMessage()).doesNotContain(word + ":C");
    } else {
      assertThat(failure)
          .hasMessage("starts with '" + word + ":'; did you mean '" + scheme + ":'?");
    }
  }

  /** H1: what stands in the place of a reference may be the secret, so it is not repeated. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "CANARY",
        "CANARY:x",
        ":CANARY",
        "evn:CANARY",
        "env:",
        "env:CANARY-1",
        "env: CANARY",
        "env:1CANARY",
        "file:",
        "file:  ",
        "file:CANARY\u0000",
        "exec:",
        "exec:   ",
        "exec:''",
        "exec:CANARY 'open",
        "exec:CANARY \"open'",
        "vault:",
        "vault:CANARY",
        "vault:CANARY/path",
        "vault:CANARY#field",
        "vault:CANARY/#field",
        "vault:/CANARY#field",
        "vault:mount/CANARY#",
        "vault:mount//CANARY#field",
        "vault:mount/../CANARY#field",
        "vault:mount/./CANARY#field",
        "vault:mount/CANARY/#field"
      })
  void refusesWhatIsNoReferenceWithoutRepeatingIt(String text) {
    SecretFailure failure = refusal(text);

    assertThat(failure.getMessage()).doesNotContain("CANARY");
    assertThat(failure).hasNoCause();
  }

  @Test
  void refusesVaultReferenceWithoutVault() {
    SecretFailure failure =
        catchThrowableOfType(SecretFailure.class, () -> Secrets.parse("vault:secret/a#b", null));

    assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
    assertThat(failure).hasMessageContaining("none is configured");
  }

  @Test
  void readsEnvironmentNowAndNotWhenItWasParsed() {
    EnvSecret source = new EnvSecret("NAME", Map.of("NAME", "CANARY", "EMPTY", "")::get);

    assertThat(source.read().reveal()).isEqualTo("CANARY");
    assertThat(Secrets.env("PATH").read().reveal()).isEqualTo(System.getenv("PATH"));
  }

  @ParameterizedTest
  @CsvSource({"EMPTY, is empty", "ABSENT, is not set"})
  void namesTheVariableThatHoldsNothing(String name, String found) {
    EnvSecret source = new EnvSecret(name, Map.of("EMPTY", "")::get);

    SecretFailure failure = catchThrowableOfType(SecretFailure.class, source::read);

    assertThat(failure.kind()).isEqualTo(Kind.ABSENT);
    assertThat(failure).hasMessageStartingWith("env:" + name + " " + found + "; ");
  }

  @Test
  void givesAFreshCopyOfWhatItWasGiven() {
    SecretSource source = Secrets.of(Secret.of("CANARY"));
    source.read().close();

    assertThat(source.read().reveal()).isEqualTo("CANARY");
    assertThat(source).hasToString("given");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a b  c | a,b,c",
        "pass show 'my secret' | pass,show,my secret",
        "a \"it's\" | a,it's",
        "a 'say \"x\"' | a,say \"x\"",
        "pre'fix 'ed | prefix ed",
        "a '' b | a,,b",
        "a $HOME * \\n | a,$HOME,*,\\n"
      })
  void splitsCommandAtSpacesOutsideQuotes(String command, String words) {
    assertThat(CommandWords.split(" " + command + "\t")).isEqualTo(List.of(words.split(",", -1)));
  }

  private static SecretFailure refusal(String text) {
    SecretFailure failure =
        catchThrowableOfType(SecretFailure.class, () -> Secrets.parse(text, VAULT));
    assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
    return failure;
  }
}
