package dev.keybearer.token.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keybearer.token.http.JdkExchange;
import dev.keybearer.token.secret.SecretFailure.Kind;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read from Vault, and how each refusal and failure is told. */
class VaultClientTest {
  private static final String READ = "GET /v1/secret/data/open/genesys";
  private static final String LOGIN = "POST /v1/auth/approle/login";

  private FakeVault vault;
  private VaultClient client;

  @BeforeEach
  void open() throws IOException {
    vault = new FakeVault();
    vault.put("open/genesys", Map.of("client-secret", "CANARY", "empty", "", "number", 5));
    client = client(VaultAddress.of(vault.uri()));
  }

  @AfterEach
  void close() throws IOException {
    vault.close();
  }

  @Test
  void readsFieldOfEntry() {
    SecretSource source = Secrets.parse("vault:secret/open/genesys#client-secret", client);

    assertThat(source.read().reveal()).isEqualTo("CANARY");
    assertThat(vault.requests).containsExactly(LOGIN, READ);
  }

  @Test
  void readsOverItsOwnExchangeAndClock() {
    VaultLogin login = new VaultLogin.Token(Secrets.of(Secret.of(vault.issue(true))));
    VaultClient own = VaultClient.of(VaultAddress.of(vault.uri()), login);

    assertThat(own.read(place("open/genesys", "client-secret")).reveal()).isEqualTo("CANARY");
  }

  @Test
  void namesItsNamespaceAndMarksEveryRequest() {
    VaultAddress address = VaultAddress.of(vault.uri()).withNamespace("ns1/ns2");
    client(address).read(place("open/genesys", "client-secret"));

    assertThat(vault.heads)
        .hasSize(2)
        .allSatisfy(
            head ->
                assertThat(head.lines())
                    .contains("X-Vault-Namespace: ns1/ns2", "X-Vault-Request: true"));
  }

  @Test
  void encodesEverySegmentOfThePath() {
    vault.put("open/a%20b/c%25%3F%23d", Map.of("x", "CANARY"));

    Secret secret = client.read(VaultPlace.parse("secret/open/a b/c%?#d#x"));

    assertThat(secret.reveal()).isEqualTo("CANARY");
  }

  @Test
  void keepsThePathOfItsAddress() {
    vault.disturbed.put("POST /prefix/v1/auth/approle/login", "400 {}");
    VaultClient prefixed = client(VaultAddress.of(vault.uri().resolve("/prefix/")));

    assertThat(failure(prefixed, place("open/genesys", "x")).kind()).isEqualTo(Kind.REFUSED);
    assertThat(vault.requests).containsExactly("POST /prefix/v1/auth/approle/login");
  }

  @ParameterizedTest
  @CsvSource({
    "open/genesys, absent, has no such field",
    "open/genesys, number, is not a string",
    "open/genesys, empty, is empty",
    "open/absent, x, does not exist (404)",
    "open/deleted, x, was deleted (404)"
  })
  void saysWhatIsAbsent(String path, String field, String what) {
    vault.put("open/deleted", Map.of());

    SecretFailure failure = failure(client, place(path, field));

    assertThat(failure.kind()).isEqualTo(Kind.ABSENT);
    assertThat(failure).hasMessageStartingWith("vault:secret/" + path + "#" + field + " " + what);
  }

  @Test
  void recognisesAnotherEngine() {
    vault.disturbed.put(READ, "200 {\"data\":{\"client-secret\":\"CANARY\"}}");

    SecretFailure failure = failure(client, place("open/genesys", "client-secret"));

    assertThat(failure.kind()).isEqualTo(Kind.ABSENT);
    assertThat(failure).hasMessageContaining("version 2");
  }

  @Test
  void namesThePolicyThatIsMissingAfterOneMoreLogin() {
    SecretFailure failure = failure(client, place("closed/x", "y"));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("must allow read on secret/data/closed/x");
    assertThat(vault.count(LOGIN)).isEqualTo(2);
    assertThat(vault.count("GET /v1/secret/data/closed/x")).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "503, sealed", "501, not initialised", "500, answered 500", "429, answered 429",
    "412, answered 412", "307, redirect", "202, answered 202", "200, without JSON"
  })
  void saysWhyVaultGaveNoAnswer(String status, String what) {
    vault.disturbed.put(READ, status + " <CANARY>");

    SecretFailure failure = failure(client, place("open/genesys", "client-secret"));

    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(failure)
        .hasMessageStartingWith("Vault at " + vault.uri() + " ")
        .hasMessageContaining(what);
  }

  @Test
  void saysThatNobodyListens() throws IOException {
    vault.close();

    SecretFailure failure = failure(client, place("open/genesys", "client-secret"));

    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(failure).hasMessageContaining("refused");
  }

  @Test
  void namesTheReferenceOfASecretIdThatIsRefused() {
    vault.secretId = "another";

    SecretFailure failure = failure(client, place("open/genesys", "client-secret"));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("AppRole login (400)").hasMessageContaining("given");
    assertThat(failure.getMessage()).doesNotContain("secret-id").doesNotContain("another");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 {}",
        "200 {\"auth\":{}}",
        "200 {\"auth\":{\"client_token\":\"\",\"lease_duration\":1}}",
        "200 {\"auth\":{\"client_token\":\"CANARY\"}}",
        "200 {\"auth\":{\"client_token\":\"CANARY\",\"lease_duration\":-1}}",
        "200 {\"auth\":{\"client_token\":\"CANARY\",\"lease_duration\":\"5\"}}",
        "200 {\"auth\":{\"client_token\":7,\"lease_duration\":5}}",
        "200 []",
        "200 \"CANARY\""
      })
  void refusesLoginAnswerWithoutTokenAndLease(String answer) {
    vault.disturbed.put(LOGIN, answer);

    SecretFailure failure = failure(client, place("open/genesys", "client-secret"));

    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(vault.requests).isEqualTo(List.of(LOGIN));
  }

  private VaultClient client(VaultAddress address) {
    SecretSource secretId = Secrets.of(Secret.of("secret-id"));
    VaultLogin login = new VaultLogin.AppRole("role-id", secretId);
    return new VaultClient(address, login, JdkExchange.of(), vault.nanos::get);
  }

  private static VaultPlace place(String path, String field) {
    return new VaultPlace("secret", path, field);
  }

  private static SecretFailure failure(VaultClient client, VaultPlace place) {
    SecretFailure failure = catchThrowableOfType(SecretFailure.class, () -> client.read(place));
    assertThat(failure).isNotNull();
    assertThat(failure.getMessage()).doesNotContain("CANARY");
    return failure;
  }
}
