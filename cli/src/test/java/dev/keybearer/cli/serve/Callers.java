package dev.keybearer.cli.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.keycloak.Admin;
import dev.keybearer.token.keycloak.Keycloak;
import dev.keybearer.token.keycloak.Wire;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;

/** Clients at a Keycloak whose tokens are for a gateway, or for another. */
final class Callers {
  /** Our name in their tokens. */
  static final String AUDIENCE = "keybearer-gateway";

  /** What a token must have to be let through. */
  static final String SCOPE = "analytics:read";

  private static final String SECRET = "caller-s3cret";

  private final Wire wire = new Wire();
  private final Keycloak keycloak;

  Callers(Keycloak keycloak) {
    this.keycloak = keycloak;
  }

  /** Registers them, who are there until Keycloak stops. */
  static void register(Admin admin) {
    admin.add(
        "client-scopes",
        """
        {"name":"%s","protocol":"openid-connect","attributes":{"include.in.token.scope":"true"}}\
        """
            .formatted(SCOPE));
    register(admin, "analyst", AUDIENCE, Duration.ofHours(1));
    register(admin, "reporter", AUDIENCE, Duration.ofHours(1));
    register(admin, "stranger", "another-gateway", Duration.ofHours(1));
    register(admin, "brief", AUDIENCE, Duration.ofSeconds(1));
  }

  private static void register(Admin admin, String client, String audience, Duration life) {
    admin.add(
        "clients",
        """
        {"clientId":"%s","secret":"%s","publicClient":false,"serviceAccountsEnabled":true,
        "attributes":{"access.token.lifespan":"%d"},
        "defaultClientScopes":["basic"],"optionalClientScopes":["%s"],
        "protocolMappers":[{"name":"for-a-gateway","protocol":"openid-connect",
        "protocolMapper":"oidc-audience-mapper",
        "config":{"included.custom.audience":"%s","access.token.claim":"true"}}]}\
        """
            .formatted(client, SECRET, life.toSeconds(), SCOPE, audience));
  }

  /** A fresh token with the scope. */
  String token(String client) {
    return ask(client, Map.of("grant_type", "client_credentials", "scope", SCOPE));
  }

  /** A fresh token of the same client that lacks the scope. */
  String tokenWithoutScope(String client) {
    return ask(client, Map.of("grant_type", "client_credentials"));
  }

  private String ask(String client, Map<String, String> form) {
    URI endpoint = URI.create(keycloak.realm() + "/protocol/openid-connect/token");
    String basic = Base64.getEncoder().encodeToString((client + ":" + SECRET).getBytes(UTF_8));
    String answer =
        wire.send(Wire.form(endpoint, form).header("Authorization", "Basic " + basic)).body();
    return Objects.requireNonNull(Wire.json(answer).text("access_token"), answer);
  }

  /** What Keycloak wrote into a token. */
  static JsonObject claims(String token) {
    byte[] payload = Base64.getUrlDecoder().decode(token.split("\\.", 3)[1]);
    return Wire.json(new String(payload, UTF_8));
  }

  /** One claim, which is there. */
  static String claim(String token, String name) {
    return Objects.requireNonNull(claims(token).text(name), name);
  }
}
