package dev.keybearer.token.verification;

import dev.keybearer.token.http.Answer;
import dev.keybearer.token.http.Ask;
import dev.keybearer.token.http.JdkExchange;
import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.http.JsonText;
import dev.keybearer.token.http.NoAnswer;
import dev.keybearer.token.http.NotJson;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks Genesys Cloud what a token is, as the token itself: it has no introspection. */
record TokensMe(URI api) implements TokenCheck {
  @Override
  public Finding ask(String token, Duration limit) {
    Ask ask =
        Ask.get(api.resolve("/api/v2/tokens/me")).withHeader("Authorization", "Bearer " + token);
    try {
      Answer answer = JdkExchange.of().send(ask, limit);
      return switch (answer.status()) {
        case 200 -> new Finding.Active(claims(JsonObject.parse(answer.body())));
        case 401 -> new Finding.Inactive();
        default -> throw new VerificationFailure("it answered " + answer.status(), null);
      };
    } catch (NoAnswer | NotJson e) {
      throw new VerificationFailure(String.valueOf(e.getMessage()), null);
    }
  }

  private static byte[] claims(JsonObject info) {
    @Nullable JsonObject client = info.object("OAuthClient");
    List<String> scopes = info.texts("authorizedScope");
    String id = client == null ? null : client.text("id");
    return JsonText.of(
        Map.of("client_id", id == null ? "" : id, "scope", scopes == null ? List.of() : scopes));
  }
}
