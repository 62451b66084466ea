package dev.keybearer.simulator;

import dev.keybearer.simulator.http.Answer;
import dev.keybearer.simulator.http.Ask;
import dev.keybearer.simulator.http.Form;
import dev.keybearer.simulator.register.AccessToken;
import dev.keybearer.simulator.register.Entitlement;
import dev.keybearer.simulator.register.Family;
import java.util.function.BiFunction;
import tools.jackson.databind.node.ObjectNode;

/** Introspection (RFC 7662) and revocation (RFC 7009). */
final class TokenStatus {
  private final Authority authority;
  private final Issuance issuance;
  private final ClientDesk desk;

  TokenStatus(Authority authority, Issuance issuance, ClientDesk desk) {
    this.authority = authority;
    this.issuance = issuance;
    this.desk = desk;
  }

  Answer introspect(Ask ask) {
    return forClient(ask, (client, token) -> Json.answer(200, described(token)));
  }

  Answer revoke(Ask ask) {
    return forClient(
        ask,
        (client, token) ->
            mayRevoke(client, token)
                ? Answer.of(200)
                : StandardDialect.error(
                    Ruling.Refused.of("unauthorized_client", "the token is another client's"),
                    ask));
  }

  private Answer forClient(Ask ask, BiFunction<RegisteredClient, String, Answer> act) {
    if (!ask.method().equals("POST")) {
      return Answer.of(405).with("Allow", "POST");
    }
    Form form = TokenEndpoint.form(ask);
    String token = form == null ? "" : form.text("token");
    if (form == null || token.isEmpty()) {
      return StandardDialect.error(Ruling.Refused.request("token is missing"), ask);
    }
    Caller caller = desk.caller(ask, form);
    if (caller instanceof Ruling.Refused refused) {
      return StandardDialect.error(refused, ask);
    }
    return StandardDialect.unstored(act.apply(((Caller.Known) caller).client(), token));
  }

  private ObjectNode described(String value) {
    ObjectNode body = Json.object();
    AccessToken token = authority.register().access(value);
    if (token != null && issuance.isLive(token)) {
      body.put("active", true).put("token_type", "Bearer");
      describe(body, token.entitlement());
      body.put("iat", token.life().from().getEpochSecond());
      body.put("exp", token.life().ends().getEpochSecond());
      return body.put("jti", token.id());
    }
    Family family = authority.register().family(value);
    boolean active =
        family != null
            && family.isCurrent(value, authority.now(), authority.habits().rotation().life());
    body.put("active", active);
    if (family != null && active) {
      describe(body, family.entitlement());
    }
    return body;
  }

  private void describe(ObjectNode body, Entitlement entitlement) {
    body.put("iss", authority.issuer());
    body.put("sub", entitlement.subject());
    body.put("aud", entitlement.audience());
    body.put("client_id", entitlement.client());
    if (!entitlement.scopes().isEmpty()) {
      body.put("scope", Scopes.text(entitlement.scopes()));
    }
    String key = entitlement.key();
    if (key != null) {
      body.putObject("cnf").put("jkt", key);
    }
  }

  /** Revokes a token of this client; an unknown one counts as revoked (RFC 7009 section 2.2). */
  private boolean mayRevoke(RegisteredClient client, String value) {
    Family family = authority.register().family(value);
    AccessToken token = authority.register().access(value);
    Entitlement entitlement =
        family != null ? family.entitlement() : token != null ? token.entitlement() : null;
    if (entitlement != null && !entitlement.client().equals(client.id())) {
      return false;
    }
    authority.register().revoke(value);
    return true;
  }
}
