package dev.keybearer.token.keycloak;

import dev.keybearer.token.http.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Somebody who changes the realm while it is in use. */
public final class Admin {
  static final String NAME = "admin";
  static final String PASSWORD = "admin-password";

  private static final String KEYS = "/components?type=org.keycloak.keys.KeyProvider";

  private final Wire wire = new Wire();
  private final URI server;

  Admin(URI server) {
    this.server = server;
  }

  /** Adds what Keycloak keeps in a collection of the realm, such as {@code clients}. */
  public void add(String collection, String body) {
    requireSuccess(
        wire.send(request("/" + collection).POST(HttpRequest.BodyPublishers.ofString(body))));
  }

  /** Adds a key that signs before all others of its algorithm. */
  public void addKey(KeyKind kind, int priority) {
    String realm = Objects.requireNonNull(get("").text("id"));
    String body =
        """
        {"name":"%s-%d","providerId":"%s","providerType":"org.keycloak.keys.KeyProvider","parentId":"%s",
        "config":{"priority":["%d"],"active":["true"],"enabled":["true"],%s}}\
        """
            .formatted(kind, priority, kind.provider, realm, priority, kind.config);
    add("components", body);
  }

  /** Removes every key of a provider but those with this priority. */
  public void removeKeys(KeyKind kind, int butPriority) {
    for (JsonObject component : components()) {
      JsonObject config = Objects.requireNonNull(component.object("config"));
      boolean ofKind = kind.provider.equals(component.text("providerId"));
      if (ofKind && !List.of(String.valueOf(butPriority)).equals(config.texts("priority"))) {
        requireSuccess(wire.send(request("/components/" + component.text("id")).DELETE()));
      }
    }
  }

  /** Tokens are signed with this algorithm from now on. */
  void sign(String algorithm) {
    String body = "{\"defaultSignatureAlgorithm\":\"" + algorithm + "\"}";
    requireSuccess(wire.send(request("").PUT(HttpRequest.BodyPublishers.ofString(body))));
  }

  private List<JsonObject> components() {
    String all = wire.send(request(KEYS).GET()).body();
    return new ArrayList<>(
        Objects.requireNonNull(Wire.json("{\"all\":" + all + "}").objects("all")));
  }

  private JsonObject get(String path) {
    return Wire.json(wire.send(request(path).GET()).body());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.resolve("/admin/realms/kb" + path))
        .header("Authorization", "Bearer " + token())
        .header("Content-Type", "application/json");
  }

  private String token() {
    URI endpoint = server.resolve("/realms/master/protocol/openid-connect/token");
    Map<String, String> form =
        Map.of(
            "grant_type",
            "password",
            "client_id",
            "admin-cli",
            "username",
            NAME,
            "password",
            PASSWORD);
    String answer = wire.send(Wire.form(endpoint, form)).body();
    return Objects.requireNonNull(Wire.json(answer).text("access_token"));
  }

  private static void requireSuccess(HttpResponse<String> answer) {
    if (answer.statusCode() / 100 != 2) {
      throw new AssertionError("Keycloak refused: " + answer.statusCode() + " " + answer.body());
    }
  }

  /** The keys that Keycloak makes by itself. */
  public enum KeyKind {
    RS256("rsa-generated", "\"algorithm\":[\"RS256\"],\"keySize\":[\"2048\"]"),
    PS256("rsa-generated", "\"algorithm\":[\"PS256\"],\"keySize\":[\"2048\"]"),
    ES256("ecdsa-generated", "\"ecdsaEllipticCurveKey\":[\"P-256\"]"),
    EdDSA("eddsa-generated", "\"eddsaEllipticCurveKey\":[\"Ed25519\"]");

    private final String provider;
    private final String config;

    KeyKind(String provider, String config) {
      this.provider = provider;
      this.config = config;
    }
  }
}
