package dev.keybearer.token.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.token.Algorithm;
import dev.keybearer.token.ClientAuthentication;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Endpoints;
import dev.keybearer.token.Grant;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.SigningKey;
import dev.keybearer.token.http.Ask;
import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.http.NotJson;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.secret.SecretSource;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6749 section 2.3, RFC 7523 section 2.2, RFC 8705 section 2: how a client proves itself. */
class ClientProofTest {
  private static final URI TOKEN = URI.create("https://idp.example/token");
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final SecretSource SOURCE = () -> Secret.of("unused");
  private static final Map<String, String> FIELDS = Map.of("grant_type", "client_credentials");

  /** Section 2.3.1: each half is form-encoded by itself before both are joined and encoded. */
  @ParameterizedTest
  @CsvSource({
    "svc, s3cret, svc:s3cret",
    "a:b, c:d, a%3Ab:c%3Ad",
    "100%, %41, 100%25:%2541",
    "a b, c d, a+b:c+d",
    "ü, €, %C3%BC:%E2%82%AC",
    "a+b, c&d=e, a%2Bb:c%26d%3De",
    "-._*, ~, -._*:%7E",
    "😀, '', %F0%9F%98%80:"
  })
  void basicEncodesIdAndSecretAsFormFields(String id, String secret, String pair) {
    Ask ask = ask(id, new ClientAuthentication.Basic(SOURCE), secret);

    String header = ask.headers().getOrDefault("Authorization", "");
    assertThat(header).startsWith("Basic ");
    assertThat(new String(Base64.getDecoder().decode(header.substring(6)), StandardCharsets.UTF_8))
        .isEqualTo(pair);
    assertThat(form(ask)).isEqualTo(FIELDS);
  }

  @Test
  void postPutsBothIntoTheForm() {
    Ask ask = ask("a:b", new ClientAuthentication.Post(SOURCE), "c&d=ü ");

    assertThat(ask.headers()).doesNotContainKey("Authorization");
    assertThat(form(ask))
        .isEqualTo(
            Map.of(
                "grant_type", "client_credentials", "client_id", "a:b", "client_secret", "c&d=ü "));
  }

  @Test
  void jsonPutsBothIntoOneObject() throws NotJson {
    Ask ask = ask("a\"b", new ClientAuthentication.Json(SOURCE), "c\\d");
    JsonObject body = JsonObject.parse(body(ask));

    assertThat(ask.headers()).containsEntry("Content-Type", "application/json");
    assertThat(body.text("grant_type")).isEqualTo("client_credentials");
    assertThat(body.text("client_id")).isEqualTo("a\"b");
    assertThat(body.text("client_secret")).isEqualTo("c\\d");
  }

  @Test
  void aPublicClientNamesItselfOnly() {
    Ask ask = ask("svc", new ClientAuthentication.None(), null);

    assertThat(ask.headers()).doesNotContainKey("Authorization");
    assertThat(form(ask)).isEqualTo(Map.of("grant_type", "client_credentials", "client_id", "svc"));
  }

  @Test
  void aSignedStatementNamesTheClientTwiceAndTheIssuerByItsClock() throws NotJson {
    Map<String, String> form = form(signed(issuer().withIdentity("https://idp.example/realm")));
    JsonObject claims = claims(form);

    assertThat(form)
        .containsEntry("client_id", "svc")
        .containsEntry(
            "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
        .doesNotContainKey("client_secret");
    assertThat(claims.text("iss")).isEqualTo("svc");
    assertThat(claims.text("sub")).isEqualTo("svc");
    assertThat(claims.text("aud")).isEqualTo("https://idp.example/realm");
    assertThat(claims.number("iat")).isEqualByComparingTo("1795168800");
    assertThat(claims.number("exp")).isEqualByComparingTo("1795168860");
    assertThat(claims.text("jti")).hasSizeGreaterThan(20);
  }

  @Test
  void aSignedStatementIsForTheEndpointWhereTheIssuerHasNoIdentity() throws NotJson {
    assertThat(claims(form(signed(issuer()))).text("aud")).isEqualTo(TOKEN.toString());
  }

  @Test
  void noTwoStatementsAreTheSame() throws NotJson {
    assertThat(claims(form(signed(issuer()))).text("jti"))
        .isNotEqualTo(claims(form(signed(issuer()))).text("jti"));
  }

  @Test
  void asksForASecretWhereOneIsNeeded() {
    assertThatThrownBy(() -> ask("svc", new ClientAuthentication.Basic(SOURCE), null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFormNeverShowsItsFields() {
    ClientProof.Form form = new ClientProof.Form(TOKEN, Map.of("refresh_token", "canary"));

    assertThat(form.toString()).contains("idp.example").doesNotContain("canary");
  }

  private static Issuer issuer() {
    return Issuer.oauth2(Endpoints.of(TOKEN));
  }

  private static Ask ask(String id, ClientAuthentication proof, @Nullable String secret) {
    Credential.Client client = new Credential.Client(id, proof);
    Credential credential = Credential.of("svc", issuer(), new Grant.ClientCredentials(), client);
    Secret known = secret == null ? null : Secret.of(secret);
    return ClientProof.of(credential, known, new ClientProof.Form(TOKEN, FIELDS), NOW);
  }

  private static Ask signed(Issuer issuer) {
    SigningKey key = new SigningKey(Keys.pem("EC", 256), Algorithm.ES256, "k1");
    Credential.Client client =
        new Credential.Client("svc", new ClientAuthentication.PrivateKeyJwt(key));
    Credential credential = Credential.of("svc", issuer, new Grant.ClientCredentials(), client);
    return ClientProof.of(credential, null, new ClientProof.Form(TOKEN, FIELDS), NOW);
  }

  private static JsonObject claims(Map<String, String> form) throws NotJson {
    String[] parts = form.getOrDefault("client_assertion", "").split("\\.", -1);
    return JsonObject.parse(Base64.getUrlDecoder().decode(parts[1]));
  }

  private static Map<String, String> form(Ask ask) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String field : new String(body(ask), StandardCharsets.US_ASCII).split("&", -1)) {
      String[] halves =
          Arrays.stream(field.split("=", 2))
              .map(half -> URLDecoder.decode(half, StandardCharsets.UTF_8))
              .toArray(String[]::new);
      fields.put(halves[0], halves[1]);
    }
    return fields;
  }

  private static byte[] body(Ask ask) {
    byte[] body = ask.body();
    return body == null ? new byte[0] : body;
  }
}
