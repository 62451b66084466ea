package dev.keybearer.simulator;

import dev.keybearer.simulator.http.Answer;
import dev.keybearer.simulator.http.Ask;
import dev.keybearer.simulator.register.AccessToken;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Resources that a live token opens; each tells what it saw (RFC 6750 for everything else). */
final class ProtectedApi {
  private final Authority authority;
  private final Issuance issuance;
  private final DpopDesk proofs;
  private final Map<String, String> scopes = new ConcurrentHashMap<>();

  ProtectedApi(Authority authority, Issuance issuance) {
    this.authority = authority;
    this.issuance = issuance;
    this.proofs = new DpopDesk(authority);
  }

  /** Paths with this prefix need this scope. */
  void require(String prefix, String scope) {
    scopes.put(prefix, scope);
  }

  Answer answer(Ask ask) {
    String bearer = bearer(ask);
    String value = bearer == null ? after("DPoP ", ask) : bearer;
    if (value == null) {
      return refusal(401, "Bearer", "no_token");
    }
    AccessToken token = authority.register().access(value);
    if (token == null || !issuance.isLive(token)) {
      return refusal(
          401,
          "Bearer error=\"invalid_token\", error_description=\"unknown, expired or revoked\"",
          "invalid_token");
    }
    String key = token.entitlement().key();
    if (key != null || bearer == null) {
      DpopDesk.Finding proof = bearer == null ? proofs.judge(ask, value) : DpopDesk.Finding.NONE;
      if (key == null || !key.equals(proof.key())) {
        String error = proof.isWrong() ? proof.error() : "invalid_token";
        return proofs.told(refusal(401, "DPoP error=\"" + error + "\", algs=\"ES256\"", error));
      }
    }
    String missing = missing(ask.path(), token);
    if (missing != null) {
      String challenge = "Bearer error=\"insufficient_scope\", scope=\"" + missing + "\"";
      return refusal(403, challenge, "insufficient_scope");
    }
    token.use(authority.now());
    return Json.answer(200, echo(ask, token)).with("Cache-Control", "private, no-store");
  }

  /** The bearer token of a request, or null when it carries none. */
  static @Nullable String bearer(Ask ask) {
    return after("Bearer ", ask);
  }

  private static @Nullable String after(String scheme, Ask ask) {
    String header = ask.fields().first("Authorization");
    return header != null && header.regionMatches(true, 0, scheme, 0, scheme.length())
        ? header.substring(scheme.length()).strip()
        : null;
  }

  private @Nullable String missing(String path, AccessToken token) {
    for (Map.Entry<String, String> rule : scopes.entrySet()) {
      boolean had = token.entitlement().scopes().contains(rule.getValue());
      if (path.startsWith(rule.getKey()) && !had) {
        return rule.getValue();
      }
    }
    return null;
  }

  private static ObjectNode echo(Ask ask, AccessToken token) {
    ObjectNode body = Json.object();
    body.put("method", ask.method()).put("path", ask.path());
    body.put("client_id", token.entitlement().client());
    body.put("sub", token.entitlement().subject());
    body.put("scope", Scopes.text(token.entitlement().scopes()));
    return body.put("received", ask.body().length());
  }

  private static Answer refusal(int status, String challenge, String error) {
    return Json.answer(status, Json.object().put("error", error))
        .with("WWW-Authenticate", challenge);
  }
}
