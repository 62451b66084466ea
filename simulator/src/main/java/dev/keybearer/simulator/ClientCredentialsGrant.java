package dev.keybearer.simulator;

import dev.keybearer.simulator.register.Entitlement;

/** RFC 6749 section 4.4: the client asks for itself. */
final class ClientCredentialsGrant implements Grant {
  private final Issuance issuance;

  ClientCredentialsGrant(Issuance issuance) {
    this.issuance = issuance;
  }

  @Override
  public Ruling rule(GrantAsk ask) {
    if (ask.client().isPublic()) {
      return Ruling.Refused.of("unauthorized_client", "a public client has no credentials");
    }
    Entitlement entitlement = issuance.entitlement(ask, ask.client().id());
    return entitlement == null
        ? Ruling.Refused.of("invalid_scope", "the client is not registered for all of these")
        : issuance.first(GrantType.CLIENT_CREDENTIALS, ask, entitlement);
  }
}
