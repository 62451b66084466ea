package dev.keybearer.token.endpoint;

import dev.keybearer.token.Credential;
import dev.keybearer.token.Grant;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.http.JsonText;
import dev.keybearer.token.secret.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What each grant puts into the request; the client's proof is added by {@link ClientProof}. */
public final class GrantForm {
  private static final String URN = "urn:ietf:params:oauth:grant-type:";

  private GrantForm() {}

  /**
   * The request for a first token by a grant that needs no person.
   *
   * @param now the issuer's clock, for a statement signed here
   */
  public static Map<String, String> first(Credential credential, Instant now) {
    Map<String, String> form = new LinkedHashMap<>();
    Grant grant = credential.grant();
    if (grant instanceof Grant.ClientCredentials) {
      form.put("grant_type", "client_credentials");
    } else if (grant instanceof Grant.JwtBearer bearer) {
      form.put("grant_type", URN + "jwt-bearer");
      form.put("assertion", assertion(bearer.assertion(), now));
    } else if (grant instanceof Grant.Saml2Bearer saml) {
      form.putAll(saml.parameters()); // first, so that they take the place of nothing below
      form.put("grant_type", URN + "saml2-bearer");
      form.put("assertion", saml.assertion().read().reveal());
    } else if (grant instanceof Grant.TokenExchange exchange) {
      form.put("grant_type", URN + "token-exchange");
      exchange(exchange, form);
    } else {
      throw new IllegalArgumentException("grant of " + credential.name() + " begins with a login");
    }
    put(form, "scope", credential.asked());
    put(form, "audience", credential.audience());
    return form;
  }

  /**
   * Whether the grant presents what somebody else made, which decides for whom its tokens speak.
   */
  public static boolean presents(Grant grant) {
    return grant instanceof Grant.Saml2Bearer
        || grant instanceof Grant.TokenExchange
        || (grant instanceof Grant.JwtBearer bearer
            && bearer.assertion() instanceof Grant.Presented);
  }

  /** What this first request presents, in one piece. */
  public static Secret presented(Map<String, String> form) {
    Map<String, String> presented = new LinkedHashMap<>(form);
    presented.keySet().retainAll(List.of("assertion", "subject_token", "actor_token"));
    return Secret.of(JsonText.of(presented));
  }

  /**
   * The request for a successor by refresh token. It never asks for more than was granted at first
   * (RFC 6749 section 6); asking for just that is done by silence.
   */
  public static Map<String, String> refresh(Credential credential, Secret refresh, Scopes granted) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "refresh_token");
    form.put("refresh_token", refresh.reveal());
    Scopes asked = credential.asked();
    if (!granted.equals(asked) && granted.containsAll(asked)) {
      put(form, "scope", asked);
    }
    return form;
  }

  /** The request that turns the code of a login into tokens. */
  public static Map<String, String> code(String code, String verifier, URI redirect) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", redirect.toString());
    form.put("code_verifier", verifier);
    return form;
  }

  /** The request that begins a login on another device. */
  static Map<String, String> deviceStart(Credential credential) {
    Map<String, String> form = new LinkedHashMap<>();
    put(form, "scope", credential.asked());
    put(form, "audience", credential.audience());
    return form;
  }

  /** The request that asks whether the person on the other device has agreed. */
  public static Map<String, String> device(String deviceCode) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", URN + "device_code");
    form.put("device_code", deviceCode);
    return form;
  }

  private static String assertion(Grant.Assertion assertion, Instant now) {
    if (assertion instanceof Grant.Presented presented) {
      return presented.assertion().read().reveal();
    }
    Grant.Signed signed = (Grant.Signed) assertion;
    Statement.Claims claims =
        new Statement.Claims(signed.issuer(), signed.subject(), signed.audience(), signed.life());
    return Statement.sign(signed.key(), claims, now);
  }

  private static void exchange(Grant.TokenExchange exchange, Map<String, String> form) {
    form.put("subject_token", exchange.subject().token().read().reveal());
    form.put("subject_token_type", exchange.subject().type());
    Grant.Party actor = exchange.actor();
    if (actor != null) {
      form.put("actor_token", actor.token().read().reveal());
      form.put("actor_token_type", actor.type());
    }
    put(form, "requested_token_type", exchange.requestedType());
    URI resource = exchange.resource();
    put(form, "resource", resource == null ? null : resource.toString());
  }

  private static void put(Map<String, String> form, String name, Scopes scopes) {
    put(form, name, scopes.isEmpty() ? null : scopes.toString());
  }

  private static void put(Map<String, String> form, String name, @Nullable String value) {
    if (value != null) {
      form.put(name, value);
    }
  }
}
