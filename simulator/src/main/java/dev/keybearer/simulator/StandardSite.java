package dev.keybearer.simulator;

import dev.keybearer.simulator.http.Answer;
import java.util.EnumMap;
import java.util.Map;

/** The endpoints of an issuer of the standard dialect, put together. */
final class StandardSite implements ClientDesk.Manners {
  /** OpenID Connect Discovery 1.0 section 4 puts it behind the issuer's path. */
  private static final String OPENID = "/.well-known/openid-configuration";

  /** RFC 8414 section 3 puts it before the issuer's path. */
  private static final String RFC_8414 = "/.well-known/oauth-authorization-server";

  private final Authority authority;
  private final Issuance issuance;
  private final ClientDesk desk;
  private final AssertionGrants assertions;
  private final DeviceLogins devices;
  private final ProtectedApi api;

  StandardSite(Authority authority, Issuance issuance) {
    AssertionDesk assertionDesk = new AssertionDesk(authority);
    this.authority = authority;
    this.issuance = issuance;
    this.desk = new ClientDesk(authority, assertionDesk, this);
    this.assertions = new AssertionGrants(authority, issuance, assertionDesk);
    this.devices = new DeviceLogins(authority, issuance, desk);
    this.api = new ProtectedApi(authority, issuance);
  }

  Site site() {
    AuthorizationCodes codes = new AuthorizationCodes(authority);
    AuthorizationEndpoint browser = new AuthorizationEndpoint(authority, codes, issuance);
    TokenStatus status = new TokenStatus(authority, issuance, desk);
    Discovery discovery = new Discovery(authority);
    StandardDialect dialect = new StandardDialect(authority.habits());
    TokenEndpoint token = new TokenEndpoint(authority, desk, grants(codes), dialect);
    String path = authority.path();
    return new Site()
        .at(path + "/token", Endpoint.TOKEN, token::answer)
        .at(path + "/authorize", Endpoint.AUTHORIZATION, browser::answer)
        .at(path + "/device_authorization", Endpoint.DEVICE_AUTHORIZATION, devices::start)
        .at(path + "/device", Endpoint.DEVICE_PAGE, devices::page)
        .at(path + "/introspect", Endpoint.INTROSPECTION, status::introspect)
        .at(path + "/revoke", Endpoint.REVOCATION, status::revoke)
        .at(path + "/jwks", Endpoint.JWKS, ask -> jwks())
        .at(path + OPENID, Endpoint.DISCOVERY, ask -> discovery.metadata())
        .at(RFC_8414 + path, Endpoint.DISCOVERY, ask -> discovery.metadata())
        .below(path + "/api/", Endpoint.API, api::answer);
  }

  private Map<GrantType, Grant> grants(AuthorizationCodes codes) {
    Map<GrantType, Grant> grants = new EnumMap<>(GrantType.class);
    grants.put(GrantType.CLIENT_CREDENTIALS, new ClientCredentialsGrant(issuance));
    grants.put(GrantType.REFRESH_TOKEN, new RefreshGrant(authority, issuance));
    grants.put(
        GrantType.AUTHORIZATION_CODE,
        new AuthorizationCodeGrant(codes, issuance, new IdTokens(authority)));
    grants.put(GrantType.DEVICE_CODE, devices::rule);
    grants.put(GrantType.JWT_BEARER, assertions::jwt);
    grants.put(GrantType.SAML2_BEARER, assertions::saml);
    grants.put(GrantType.TOKEN_EXCHANGE, new TokenExchangeGrant(authority, issuance));
    return grants;
  }

  private Answer jwks() {
    return Json.answer(200, authority.keys().jwks())
        .with("Content-Type", "application/jwk-set+json")
        .with("Cache-Control", "max-age=300");
  }

  AssertionGrants assertions() {
    return assertions;
  }

  DeviceLogins devices() {
    return devices;
  }

  ProtectedApi api() {
    return api;
  }

  @Override
  public boolean accepts(ClientAuthentication way) {
    return true;
  }

  @Override
  public Ruling.Refused unknownClient() {
    return Ruling.Refused.client("unknown client");
  }

  @Override
  public Ruling.Refused wrongSecret() {
    return Ruling.Refused.client("client authentication failed");
  }
}
