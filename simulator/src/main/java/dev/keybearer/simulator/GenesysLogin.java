package dev.keybearer.simulator;

import dev.keybearer.simulator.http.Answer;
import dev.keybearer.simulator.http.Ask;
import dev.keybearer.simulator.http.Form;
import dev.keybearer.simulator.register.Entitlement;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * The login host of Genesys Cloud: the token endpoint in its own dialect, and the browser's login.
 */
final class GenesysLogin implements TokenEndpoint.Dialect, ClientDesk.Manners {
  private final Authority authority;
  private final GenesysQuirks quirks;
  private final Issuance issuance;
  private final AssertionGrants assertions;
  private final MintThrottle throttle = new MintThrottle();
  private final TokenEndpoint token;
  private final AuthorizationEndpoint browser;

  GenesysLogin(Authority authority, GenesysQuirks quirks, Issuance issuance) {
    AssertionDesk desk = new AssertionDesk(authority);
    AuthorizationCodes codes = new AuthorizationCodes(authority);
    this.authority = authority;
    this.quirks = quirks;
    this.issuance = issuance;
    this.assertions = new AssertionGrants(authority, issuance, desk);
    this.token =
        new TokenEndpoint(authority, new ClientDesk(authority, desk, this), grants(codes), this);
    this.browser = new AuthorizationEndpoint(authority, codes, issuance);
  }

  Site site() {
    return new Site()
        .at("/oauth/token", Endpoint.TOKEN, this::mint)
        .at("/oauth/authorize", Endpoint.AUTHORIZATION, browser::answer);
  }

  private Map<GrantType, Grant> grants(AuthorizationCodes codes) {
    Map<GrantType, Grant> grants = new EnumMap<>(GrantType.class);
    grants.put(GrantType.CLIENT_CREDENTIALS, this::clientCredentials);
    grants.put(GrantType.REFRESH_TOKEN, new RefreshGrant(authority, issuance));
    grants.put(
        GrantType.AUTHORIZATION_CODE,
        new AuthorizationCodeGrant(codes, issuance, new IdTokens(authority)));
    grants.put(GrantType.SAML2_BEARER, this::saml);
    return grants;
  }

  /** What a client may do follows from its roles: a scope it asks for is not read. */
  private Ruling clientCredentials(GrantAsk ask) {
    RegisteredClient client = ask.client();
    Entitlement entitlement =
        new Entitlement(client.id(), client.id(), client.registeredScopes(), "", null);
    return client.isPublic()
        ? wrongSecret()
        : issuance.first(GrantType.CLIENT_CREDENTIALS, ask, entitlement);
  }

  private Ruling saml(GrantAsk ask) {
    return ask.text("orgName").isEmpty()
        ? Ruling.Refused.request("orgName is missing")
        : assertions.saml(ask);
  }

  void acceptSaml(String assertion, String user) {
    assertions.acceptSaml(assertion, user);
  }

  private Answer mint(Ask ask) {
    if (throttle.allows(claimedClient(ask), quirks, authority.now())) {
      return token.answer(ask);
    }
    Answer answer =
        refused(Ruling.Refused.request("rate limit exceeded; too many tokens were requested"), ask);
    RetryAfter retryAfter = quirks.mintRetryAfter();
    return retryAfter == null ? answer : answer.with("Retry-After", retryAfter.at(authority.now()));
  }

  /** Who a request says it is from; the throttle counts before anybody has proved anything. */
  private static String claimedClient(Ask ask) {
    String header = ask.fields().first("Authorization");
    if (header == null || !header.regionMatches(true, 0, "Basic ", 0, 6)) {
      Form form = TokenEndpoint.form(ask);
      return form == null ? "" : form.text("client_id");
    }
    try {
      byte[] pair = Base64.getDecoder().decode(header.substring(6).strip());
      String text = new String(pair, StandardCharsets.UTF_8);
      int colon = text.indexOf(':');
      return colon < 0 ? text : text.substring(0, colon);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  @Override
  public Answer granted(Ruling.Granted granted, Instant arrival) {
    ObjectNode body = Json.object();
    body.put("access_token", granted.token().value());
    body.put("token_type", "bearer");
    String expiresIn = authority.habits().expiresInFor(granted.life(arrival).minusSeconds(1));
    if (expiresIn != null) {
      Json.putRaw(body, "expires_in", expiresIn);
    }
    if (granted.refreshToken() != null) {
      body.put("refresh_token", granted.refreshToken());
    }
    return StandardDialect.unstored(Json.answer(200, body));
  }

  @Override
  public Answer refused(Ruling.Refused refused, Ask ask) {
    ObjectNode body = Json.object();
    body.put("error", refused.error());
    body.put("description", refused.description());
    body.put("error_description", refused.description());
    return StandardDialect.unstored(Json.answer(refused.status(), body));
  }

  /** Official clients use Basic, or nothing when they use PKCE. */
  @Override
  public boolean accepts(ClientAuthentication way) {
    return way == ClientAuthentication.BASIC
        || way == ClientAuthentication.NONE
        || (way == ClientAuthentication.POST && quirks.acceptsSecretInBody());
  }

  @Override
  public Ruling.Refused unknownClient() {
    return quirks.unknownClient();
  }

  @Override
  public Ruling.Refused wrongSecret() {
    return quirks.wrongSecret();
  }
}
