package dev.keybearer.token.lease;

import dev.keybearer.token.Credential;
import dev.keybearer.token.Endpoints;
import dev.keybearer.token.Grant;
import dev.keybearer.token.http.JsonText;
import java.net.URI;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything in a credential that decides what its tokens are good for, as a short hash: where they
 * come from, by which grant, for which client, scopes and audience, and about whom the grant
 * speaks.
 *
 * <p>How the client proves itself, when it renews and how fast it asks decide nothing. Neither do
 * the places that secrets are read from: what is found there changes while the place stays the
 * same, so that what was presented is marked where the token rests (see {@link Kept#seed()}).
 */
final class Identity {
  /** 64 bits tell apart the few identities that one name ever has. */
  private static final int BYTES = 8;

  private Identity() {}

  /** The hash in hexadecimal; the same in every process and version. */
  static String of(Credential credential) {
    byte[] hash = Journal.digest(JsonText.of(fields(credential)));
    return HexFormat.of().formatHex(Arrays.copyOf(hash, BYTES));
  }

  /** An object with names: no text of one field can look like another field. */
  private static Map<String, Object> fields(Credential credential) {
    Map<String, Object> fields = new LinkedHashMap<>();
    Endpoints endpoints = credential.issuer().endpoints();
    put(fields, "issuer", credential.issuer().identity());
    put(fields, "token-endpoint", endpoints == null ? null : endpoints.token().toString());
    put(fields, "client", credential.client().id());
    put(fields, "scopes", credential.asked().canonical());
    put(fields, "audience", credential.audience());
    describe(credential.grant(), fields);
    if (credential.dpop()) {
      fields.put("dpop", "true"); // absent for others, whose items keep their names
    }
    return fields;
  }

  private static void describe(Grant grant, Map<String, Object> fields) {
    if (grant instanceof Grant.ClientCredentials) {
      fields.put("grant", "client-credentials");
    } else if (grant instanceof Grant.RefreshToken) {
      fields.put("grant", "refresh-token");
    } else if (grant instanceof Grant.AuthorizationCode) {
      fields.put("grant", "authorization-code");
    } else if (grant instanceof Grant.DeviceCode) {
      fields.put("grant", "device-code");
    } else if (grant instanceof Grant.JwtBearer bearer) {
      fields.put("grant", "jwt-bearer");
      describe(bearer.assertion(), fields);
    } else if (grant instanceof Grant.Saml2Bearer saml) {
      fields.put("grant", "saml2-bearer");
      fields.put("parameters", new TreeMap<>(saml.parameters()));
    } else if (grant instanceof Grant.TokenExchange exchange) {
      fields.put("grant", "token-exchange");
      describe(exchange, fields);
    } else {
      throw new IllegalArgumentException("a grant that has no identity yet");
    }
  }

  private static void describe(Grant.Assertion assertion, Map<String, Object> fields) {
    if (assertion instanceof Grant.Signed signed) {
      fields.put("signed-by", signed.issuer());
      fields.put("signed-about", signed.subject());
      fields.put("signed-for", signed.audience());
    }
  }

  private static void describe(Grant.TokenExchange exchange, Map<String, Object> fields) {
    Grant.Party actor = exchange.actor();
    URI resource = exchange.resource();
    fields.put("subject-type", exchange.subject().type());
    put(fields, "actor-type", actor == null ? null : actor.type());
    put(fields, "requested-type", exchange.requestedType());
    put(fields, "resource", resource == null ? null : resource.toString());
  }

  /** Absent is another thing than any text, be it empty or {@code null}. */
  private static void put(Map<String, Object> fields, String name, @Nullable String value) {
    if (value != null) {
      fields.put(name, value);
    }
  }
}
