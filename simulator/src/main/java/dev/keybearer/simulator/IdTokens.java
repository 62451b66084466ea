package dev.keybearer.simulator;

import dev.keybearer.simulator.register.Entitlement;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** Signs the ID tokens that OpenID Connect adds to a login. */
final class IdTokens {
  private final Authority authority;

  IdTokens(Authority authority) {
    this.authority = authority;
  }

  /** Says to the client who logged in. */
  String sign(Entitlement entitlement, String nonce) {
    Instant now = authority.now();
    ObjectNode claims = Json.object();
    claims.put("iss", authority.issuer());
    claims.put("sub", entitlement.subject());
    claims.put("aud", entitlement.client());
    claims.put("iat", now.getEpochSecond());
    claims.put("auth_time", now.getEpochSecond());
    claims.put("exp", now.plus(authority.habits().tokenLife()).getEpochSecond());
    if (!nonce.isEmpty()) {
      claims.put("nonce", nonce);
    }
    return authority.keys().sign("JWT", claims.toString());
  }
}
