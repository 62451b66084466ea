package dev.keybearer.simulator;

import dev.keybearer.simulator.register.Family;
import java.util.Set;

/** RFC 6749 section 6, with rotation and reuse detection as the habits say. */
final class RefreshGrant implements Grant {
  private final Authority authority;
  private final Issuance issuance;

  RefreshGrant(Authority authority, Issuance issuance) {
    this.authority = authority;
    this.issuance = issuance;
  }

  @Override
  public Ruling rule(GrantAsk ask) {
    String refreshToken = ask.text("refresh_token");
    Family family = authority.register().family(refreshToken);
    if (family == null || !family.entitlement().client().equals(ask.client().id())) {
      return Ruling.Refused.grant("the refresh token is unknown");
    }
    String key = family.entitlement().key();
    if (key != null && !key.equals(ask.key())) {
      return Ruling.Refused.of("invalid_dpop_proof", "the refresh token is bound to another key");
    }
    Set<String> had = family.entitlement().scopes();
    Set<String> wanted = Scopes.parse(ask.text("scope"));
    if (!had.containsAll(wanted)) {
      return Ruling.Refused.of("invalid_scope", "a refresh cannot widen the grant");
    }
    Family.Rotation rule = authority.habits().rotation();
    String next = authority.register().use(family, refreshToken, rule, authority.now());
    if (next == null) {
      return Ruling.Refused.grant("the refresh token is used, revoked or expired");
    }
    return issuance.next(family, wanted.isEmpty() ? had : wanted, new Issuance.Renewed(ask, next));
  }
}
