package dev.keybearer.simulator;

import dev.keybearer.simulator.register.Entitlement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The grants in which somebody else's word stands for a person: RFC 7523 and RFC 7522. */
final class AssertionGrants {
  private final Authority authority;
  private final Issuance issuance;
  private final AssertionDesk desk;
  private final Map<String, RegisteredClient> trusted = new ConcurrentHashMap<>();
  private final Map<String, String> samlUsers = new ConcurrentHashMap<>();

  AssertionGrants(Authority authority, Issuance issuance, AssertionDesk desk) {
    this.authority = authority;
    this.issuance = issuance;
    this.desk = desk;
  }

  /** Somebody, not a client, whose assertions count. */
  RegisteredClient trust(String issuer) {
    return trusted.computeIfAbsent(issuer, RegisteredClient::new);
  }

  /** A SAML assertion, as it is sent, and the person it stands for. */
  void acceptSaml(String assertion, String user) {
    samlUsers.put(assertion, user);
  }

  /** RFC 7523 section 2.1. */
  Ruling jwt(GrantAsk ask) {
    AssertionDesk.Finding finding = desk.judge(ask.text("assertion"), this::signer);
    return finding.client() == null
        ? Ruling.Refused.grant("assertion: " + finding.problem())
        : tokens(GrantType.JWT_BEARER, ask, finding.subject());
  }

  private @Nullable RegisteredClient signer(String issuer) {
    RegisteredClient known = trusted.get(issuer);
    return known == null ? authority.client(issuer) : known;
  }

  /** RFC 7522 section 2.1. */
  Ruling saml(GrantAsk ask) {
    String user = samlUsers.get(ask.text("assertion"));
    return user == null
        ? Ruling.Refused.grant("the assertion is not one that was announced")
        : tokens(GrantType.SAML2_BEARER, ask, user);
  }

  private Ruling tokens(GrantType grant, GrantAsk ask, String subject) {
    Entitlement entitlement = issuance.entitlement(ask, subject);
    return entitlement == null
        ? Ruling.Refused.of("invalid_scope", "the client is not registered for all of these")
        : issuance.first(grant, ask, entitlement);
  }
}
