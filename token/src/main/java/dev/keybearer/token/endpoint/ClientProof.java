package dev.keybearer.token.endpoint;

import dev.keybearer.token.ClientAuthentication;
import dev.keybearer.token.Credential;
import dev.keybearer.token.http.Ask;
import dev.keybearer.token.http.JsonText;
import dev.keybearer.token.secret.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adds to a request what shows the issuer which client sends it. */
final class ClientProof {
  /** A statement is used at once and once; a minute allows for a clock that is a little off. */
  private static final Duration STATEMENT_LIFE = Duration.ofSeconds(60);

  private static final String STATEMENT_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private ClientProof() {}

  /**
   * The request to send.
   *
   * @param secret the shared secret to prove with, or null where the proof needs none
   * @param now the issuer's clock
   */
  static Ask of(Credential credential, @Nullable Secret secret, Form form, Instant now) {
    String id = credential.client().id();
    ClientAuthentication proof = credential.client().authentication();
    Map<String, String> fields = new LinkedHashMap<>(form.fields());
    if (proof instanceof ClientAuthentication.Basic) {
      return Ask.form(form.to(), fields).withHeader("Authorization", basic(id, known(secret)));
    }
    fields.put("client_id", id);
    if (proof instanceof ClientAuthentication.Post) {
      fields.put("client_secret", known(secret).reveal());
    } else if (proof instanceof ClientAuthentication.Json) {
      fields.put("client_secret", known(secret).reveal());
      return Ask.json(form.to(), JsonText.of(fields));
    } else if (proof instanceof ClientAuthentication.PrivateKeyJwt signed) {
      String issuer = credential.issuer().identity();
      String audience = issuer == null ? form.to().toString() : issuer;
      fields.put("client_assertion_type", STATEMENT_TYPE);
      fields.put(
          "client_assertion",
          Statement.sign(
              signed.key(), new Statement.Claims(id, id, audience, STATEMENT_LIFE), now));
    }
    return Ask.form(form.to(), fields);
  }

  /** RFC 6749 section 2.3.1: both halves are form-encoded before they are joined. */
  private static String basic(String id, Secret secret) {
    String pair = encode(id) + ":" + encode(secret.reveal());
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
  }

  private static Secret known(@Nullable Secret secret) {
    if (secret == null) {
      throw new IllegalArgumentException(
          "this client proves itself with a secret, and none was given");
    }
    return secret;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** The fields of a request and where it goes; its text form shows no value of a field. */
  record Form(URI to, Map<String, String> fields) {
    @Override
    public String toString() {
      return "Form[to=" + to + ", fields=" + fields.keySet() + "]";
    }
  }
}
