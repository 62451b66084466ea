package dev.keybearer.simulator;

import dev.keybearer.simulator.http.Answer;
import dev.keybearer.simulator.http.Ask;
import dev.keybearer.simulator.http.Handler;
import dev.keybearer.simulator.register.AccessToken;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/**
 * The API host of Genesys Cloud, as far as tokens, notifications and one analytics query need it.
 */
final class GenesysApi {
  private static final String TOKENS = "/api/v2/tokens/";

  private final Authority authority;
  private final GenesysQuirks quirks;
  private final GenesysGate gate;
  private final GenesysClients clients;
  private final ConversationDetails conversations;
  private final GenesysNotificationApi notifications;

  GenesysApi(
      Authority authority,
      GenesysQuirks quirks,
      Issuance issuance,
      GenesysNotificationApi notifications) {
    this.authority = authority;
    this.quirks = quirks;
    this.gate = new GenesysGate(authority, issuance, quirks);
    this.clients = new GenesysClients(authority, quirks);
    this.conversations = new ConversationDetails(quirks);
    this.notifications = notifications;
  }

  Site site() {
    Handler oneClient = gate.guard(clients::one);
    Handler channels = gate.guard(notifications::answer);
    return new Site()
        .at("/api/v2/tokens/me", Endpoint.TOKENS_ME, gate.guard(this::tokensMe))
        .below(TOKENS, Endpoint.TOKENS_ME, gate.guard(this::tokensOfUser))
        .at(GenesysClients.PATH, Endpoint.OAUTH_CLIENTS, gate.guard(clients::all))
        .below(GenesysClients.PATH + "/", Endpoint.OAUTH_CLIENTS, oneClient)
        .at(ConversationDetails.PATH, Endpoint.DETAILS_QUERY, gate.guard(conversations::query))
        .below(GenesysNotificationApi.PATH, Endpoint.NOTIFICATIONS, channels)
        .at("/api/v2/date", Endpoint.API, gate.guard((ask, token) -> date()))
        .below("/api/v2/", Endpoint.API, gate.guard((ask, token) -> GenesysErrors.notFound()));
  }

  private Answer tokensMe(Ask ask, AccessToken token) {
    return switch (ask.method()) {
      case "GET" -> Json.answer(200, described(token));
      case "HEAD" -> Answer.of(200);
      case "DELETE" -> deleted(token);
      default -> Answer.of(405).with("Allow", "GET, HEAD, DELETE");
    };
  }

  private Answer deleted(AccessToken token) {
    token.revoke();
    return Answer.of(quirks.deletionStatus());
  }

  private Answer tokensOfUser(Ask ask, AccessToken token) {
    if (!ask.method().equals("DELETE")) {
      return GenesysErrors.notFound();
    }
    authority.register().revokeSubject(ask.path().substring(TOKENS.length()));
    return Answer.of(quirks.deletionStatus());
  }

  /** TokenInfo: it does not say when the token ends. */
  private ObjectNode described(AccessToken token) {
    ObjectNode organization = Json.object().put("id", "11111111-1111-4111-8111-111111111111");
    organization.put("name", "Simulated Organization");
    RegisteredClient client = authority.register(token.entitlement().client());
    boolean person = !token.entitlement().subject().equals(client.id());
    String grant = person ? GrantType.AUTHORIZATION_CODE.name() : "CLIENT_CREDENTIALS";
    ObjectNode body = Json.object();
    body.set("organization", organization);
    body.set("homeOrganization", organization);
    body.set("authorizedScope", Json.array(token.entitlement().scopes()));
    ObjectNode oauthClient = body.putObject("OAuthClient");
    oauthClient.put("id", client.id()).put("name", client.name());
    oauthClient.put("authorizedGrantType", grant.toUpperCase(Locale.ROOT));
    oauthClient.set("scope", Json.array(client.registeredScopes()));
    oauthClient.put("state", "active");
    oauthClient.set("organization", organization);
    return body;
  }

  private Answer date() {
    return Json.answer(200, Json.object().put("currentDate", authority.now().toString()));
  }
}
