package dev.keybearer.simulator;

import dev.keybearer.simulator.register.AccessToken;
import dev.keybearer.simulator.register.Entitlement;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** RFC 8693: one of this issuer's tokens for another, for the same subject. */
final class TokenExchangeGrant implements Grant {
  private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
  private static final String JWT = "urn:ietf:params:oauth:token-type:jwt";

  private final Authority authority;
  private final Issuance issuance;

  TokenExchangeGrant(Authority authority, Issuance issuance) {
    this.authority = authority;
    this.issuance = issuance;
  }

  @Override
  public Ruling rule(GrantAsk ask) {
    String wanted = ask.text("requested_token_type");
    if (!wanted.isEmpty() && !isKnown(wanted)) {
      return Ruling.Refused.request("requested_token_type is not one this issuer makes");
    }
    if (!isKnown(ask.text("subject_token_type"))) {
      return Ruling.Refused.request("subject_token_type is not one this issuer reads");
    }
    AccessToken subject = live(ask.text("subject_token"));
    if (subject == null) {
      return Ruling.Refused.request("subject_token is not a live token of this issuer");
    }
    AccessToken actor = live(ask.text("actor_token"));
    if (actor == null && !ask.text("actor_token").isEmpty()) {
      return Ruling.Refused.request("actor_token is not a live token of this issuer");
    }
    return exchange(ask, subject.entitlement(), actor == null ? null : actor.entitlement());
  }

  private Ruling exchange(GrantAsk ask, Entitlement from, @Nullable Entitlement actor) {
    Set<String> scopes =
        Scopes.granted(ask.text("scope"), from.scopes(), authority.habits().scopeRule());
    if (scopes == null) {
      return Ruling.Refused.of("invalid_scope", "an exchange cannot widen the subject token");
    }
    Entitlement entitlement =
        new Entitlement(
            ask.client().id(),
            from.subject(),
            scopes,
            issuance.audience(ask),
            actor == null ? null : actor.subject());
    String type = ask.text("requested_token_type");
    return new Ruling.Granted(
        issuance.mint(entitlement),
        null,
        Map.of("issued_token_type", type.isEmpty() ? ACCESS_TOKEN : type));
  }

  private static boolean isKnown(String type) {
    return type.equals(ACCESS_TOKEN) || type.equals(JWT);
  }

  private @Nullable AccessToken live(String value) {
    AccessToken token = authority.register().access(value);
    return token != null && issuance.isLive(token) ? token : null;
  }
}
