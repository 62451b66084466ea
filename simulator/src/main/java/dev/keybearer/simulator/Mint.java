package dev.keybearer.simulator;

import dev.keybearer.simulator.register.AccessToken;
import dev.keybearer.simulator.register.Entitlement;
import dev.keybearer.simulator.register.Family;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Makes access tokens and enters them in the register. */
final class Mint {
  /** 64 bytes read as 86 characters, as the opaque tokens of large providers do. */
  private static final int OPAQUE_BYTES = 64;

  private static final int ID_BYTES = 12;

  private final Authority authority;

  Mint(Authority authority) {
    this.authority = authority;
  }

  AccessToken mint(Entitlement entitlement, @Nullable Family family) {
    RegisteredClient client = authority.register(entitlement.client());
    Duration own = client.tokenLife();
    Duration length = own == null ? authority.habits().tokenLife() : own;
    AccessToken.Life life = AccessToken.Life.of(authority.now(), length);
    String id = authority.register().random(ID_BYTES);
    String value =
        authority.habits().tokenForm() == TokenForm.OPAQUE
            ? authority.register().random(OPAQUE_BYTES)
            : jwt(id, entitlement, life);
    AccessToken token = new AccessToken(value, id, entitlement, life, family);
    authority.register().enter(token);
    return token;
  }

  private String jwt(String id, Entitlement entitlement, AccessToken.Life life) {
    ObjectNode claims = Json.object();
    claims.put("iss", authority.issuer());
    claims.put("sub", entitlement.subject());
    claims.put("aud", entitlement.audience());
    claims.put("client_id", entitlement.client());
    if (!entitlement.scopes().isEmpty()) {
      claims.put("scope", Scopes.text(entitlement.scopes()));
    }
    claims.put("iat", life.from().getEpochSecond());
    claims.put("exp", life.ends().getEpochSecond());
    claims.put("jti", id);
    String actor = entitlement.actor();
    if (actor != null) {
      claims.putObject("act").put("sub", actor);
    }
    String key = entitlement.key();
    if (key != null) {
      claims.putObject("cnf").put("jkt", key);
    }
    return authority.keys().sign("at+jwt", claims.toString());
  }
}
