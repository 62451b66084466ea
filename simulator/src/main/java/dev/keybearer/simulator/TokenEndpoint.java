package dev.keybearer.simulator;

import dev.keybearer.simulator.http.Answer;
import dev.keybearer.simulator.http.Ask;
import dev.keybearer.simulator.http.Form;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Where tokens are asked for: who asks, by which grant, and what comes of it. */
final class TokenEndpoint {
  private final Authority authority;
  private final ClientDesk desk;
  private final Map<GrantType, Grant> grants;
  private final Dialect dialect;
  private final DpopDesk proofs;

  TokenEndpoint(
      Authority authority, ClientDesk desk, Map<GrantType, Grant> grants, Dialect dialect) {
    this.authority = authority;
    this.desk = desk;
    this.grants = grants;
    this.dialect = dialect;
    this.proofs = new DpopDesk(authority);
  }

  Answer answer(Ask ask) {
    if (!ask.method().equals("POST")) {
      return Answer.of(405).with("Allow", "POST");
    }
    Instant arrival = authority.now();
    Ruling ruling = rule(ask);
    if (ruling instanceof Ruling.Refused refused) {
      return proofs.told(dialect.refused(refused, ask));
    }
    return proofs.told(dialect.granted((Ruling.Granted) ruling, arrival));
  }

  private Ruling rule(Ask ask) {
    Form form = form(ask);
    if (form == null) {
      return Ruling.Refused.request("the body cannot be read");
    }
    if (!form.repeated().isEmpty()) {
      return Ruling.Refused.request("sent more than once: " + form.repeated());
    }
    GrantType type = GrantType.parse(form.text("grant_type")).orElse(null);
    Grant grant = type == null ? null : grants.get(type);
    if (type == null || grant == null) {
      return Ruling.Refused.of("unsupported_grant_type", "this issuer has no such grant");
    }
    Caller caller = desk.caller(ask, form);
    if (caller instanceof Ruling.Refused refused) {
      return refused;
    }
    RegisteredClient client = ((Caller.Known) caller).client();
    if (!client.mayUse(type)) {
      return Ruling.Refused.of("unauthorized_client", "this client may not use this grant");
    }
    return rule(grant, new GrantAsk(client, form, ask.twist()), ask);
  }

  /** The proof is judged last, so that a client asked for a nonce has been let in already. */
  private Ruling rule(Grant grant, GrantAsk asked, Ask ask) {
    DpopRule rule = authority.habits().dpop();
    if (rule == DpopRule.IGNORED) {
      return grant.rule(asked);
    }
    DpopDesk.Finding proof = proofs.judge(ask, null);
    if (proof.isWrong()) {
      return Ruling.Refused.of(proof.error(), proof.description());
    }
    return rule == DpopRule.DEMANDED && proof.key() == null
        ? Ruling.Refused.of("invalid_dpop_proof", "a proof is needed")
        : grant.rule(new GrantAsk(asked.client(), asked.form(), asked.twist(), proof.key()));
  }

  /** The parameters of a form or JSON body, or null when it is neither. */
  static @Nullable Form form(Ask ask) {
    try {
      if (ask.isOf("application/x-www-form-urlencoded")) {
        return Form.parse(ask.body());
      }
      return ask.isOf("application/json") ? jsonForm(Json.parse(ask.body())) : null;
    } catch (IllegalArgumentException | JacksonException e) {
      return null;
    }
  }

  private static @Nullable Form jsonForm(JsonNode body) {
    if (!body.isObject()) {
      return null;
    }
    Form form = new Form();
    body.properties().forEach(entry -> form.add(entry.getKey(), entry.getValue().asString("")));
    return form;
  }

  /** How decisions are written on the wire. */
  interface Dialect {
    /** The answer to a yes that was asked for at this instant. */
    Answer granted(Ruling.Granted granted, Instant arrival);

    /** The answer to a no. */
    Answer refused(Ruling.Refused refused, Ask ask);
  }
}
