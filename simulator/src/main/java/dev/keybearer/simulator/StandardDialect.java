package dev.keybearer.simulator;

import dev.keybearer.simulator.http.Answer;
import dev.keybearer.simulator.http.Ask;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** Token answers and errors as RFC 6749 sections 5.1 and 5.2 write them. */
final class StandardDialect implements TokenEndpoint.Dialect {
  private final Habits habits;

  StandardDialect(Habits habits) {
    this.habits = habits;
  }

  @Override
  public Answer granted(Ruling.Granted granted, Instant arrival) {
    ObjectNode body = Json.object();
    body.put("access_token", granted.token().value());
    body.put("token_type", granted.token().entitlement().key() == null ? "Bearer" : "DPoP");
    String expiresIn = habits.expiresInFor(granted.life(arrival));
    if (expiresIn != null) {
      Json.putRaw(body, "expires_in", expiresIn);
    }
    if (!granted.token().entitlement().scopes().isEmpty()) {
      body.put("scope", Scopes.text(granted.token().entitlement().scopes()));
    }
    if (granted.refreshToken() != null) {
      body.put("refresh_token", granted.refreshToken());
    }
    granted.extras().forEach(body::put);
    return unstored(Json.answer(200, body));
  }

  @Override
  public Answer refused(Ruling.Refused refused, Ask ask) {
    return error(refused, ask);
  }

  /** An error of the token endpoint and of its neighbours that authenticate clients. */
  static Answer error(Ruling.Refused refused, Ask ask) {
    ObjectNode body = Json.object();
    body.put("error", refused.error());
    body.put("error_description", refused.description());
    Answer answer = unstored(Json.answer(refused.status(), body));
    boolean challenged = refused.status() == 401 && ask.fields().first("Authorization") != null;
    return challenged ? answer.with("WWW-Authenticate", "Basic realm=\"simulator\"") : answer;
  }

  static Answer unstored(Answer answer) {
    return answer.with("Cache-Control", "no-store").with("Pragma", "no-cache");
  }
}
