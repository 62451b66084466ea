package dev.keybearer.genesys;

import dev.keybearer.genesys.call.AnswerFields;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.http.Answer;
import dev.keybearer.token.http.Ask;
import dev.keybearer.token.http.Exchange;
import dev.keybearer.token.http.JdkExchange;
import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.http.JsonText;
import dev.keybearer.token.http.NoAnswer;
import dev.keybearer.token.http.NotJson;
import dev.keybearer.token.verification.TokenCheck;
import dev.keybearer.token.verification.VerificationFailure;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Asks Genesys Cloud what a token is, with the token itself: it has no introspection. Asking does
 * not count as use, so that a token that only we look at still ends of idleness.
 *
 * <pre>
 *   200                           good: of that client and organisation, with those scopes
 *   200, its client disabled      not good
 *   401 of the API                not good: ended, revoked and invented tokens look alike
 *   429                           nobody can tell of this token: the rate is the token's own
 *   504 and all else              nobody can tell: a slow authentication says nothing of a token
 * </pre>
 *
 * <p>Nothing says when a token ends; a verdict counts for as long as the verifier lets it. Safe for
 * use by many threads.
 */
public final class TokensMe implements TokenCheck {
  /** Where a token is described, and deleted. */
  static final String PATH = "/api/v2/tokens/me";

  /** What the API says of a token that is not good. */
  private static final Set<String> NOT_GOOD =
      Set.of("bad.credentials", "credentials.expired", "authentication.required");

  private final URI address;
  private final Exchange exchange;
  private final TimeSource time;

  TokensMe(URI api, Exchange exchange, TimeSource time) {
    Issuer.requirePrivate(api);
    String base = api.toString();
    this.address =
        URI.create(
            (base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
                + PATH
                + "?preserveIdleTTL=true");
    this.exchange = exchange;
    this.time = time;
  }

  /** Asks at this host of the API, which shows a certificate that the platform trusts. */
  public static TokensMe at(URI api) {
    return at(api, null);
  }

  /** Asks at this host of the API. */
  static TokensMe at(URI api, @Nullable SSLContext trust) {
    return new TokensMe(api, JdkExchange.of(trust, null, System::nanoTime), TimeSource.system());
  }

  @Override
  public Finding ask(String token, Duration limit) {
    Ask ask = Ask.get(address).withHeader("Authorization", "Bearer " + token);
    try {
      Answer answer = exchange.send(ask, limit);
      return switch (answer.status()) {
        case 200 -> described(JsonObject.parse(answer.body()));
        case 401 -> refused(answer);
        case 429 -> new Finding.Unclear(ask.place() + " answered 429: the token is used too often");
        default -> throw trouble(ask, answer);
      };
    } catch (NotJson e) {
      return new Finding.Unclear("the answer of " + ask.place() + " is " + e.getMessage());
    } catch (NoAnswer e) {
      throw new VerificationFailure(String.valueOf(e.getMessage()), null);
    }
  }

  /** A 401 of something in between, such as a proxy, is no word about the token. */
  private static Finding refused(Answer answer) throws NotJson {
    String code = JsonObject.parse(answer.body()).text("code");
    return code != null && NOT_GOOD.contains(code)
        ? new Finding.Inactive()
        : new Finding.Unclear("a 401 came that is not the API's");
  }

  private VerificationFailure trouble(Ask ask, Answer answer) {
    AnswerFields fields = AnswerFields.of(answer.headers());
    Duration told = fields.retryAfter(time.wall());
    Instant again = told == null ? null : time.wall().plus(told);
    String correlation = fields.correlationId();
    return new VerificationFailure(
        ask.place()
            + " answered "
            + answer.status()
            + (correlation == null ? "" : ", correlation id " + correlation),
        again);
  }

  /** The key is written OAuthClient; the organisation is for whom a token is good. */
  private static Finding described(JsonObject described) {
    JsonObject client = described.object("OAuthClient");
    JsonObject organization = described.object("organization");
    if (client != null && "disabled".equals(client.text("state"))) {
      return new Finding.Inactive();
    }
    Map<String, Object> claims = new LinkedHashMap<>();
    put(claims, "client_id", client == null ? null : client.text("id"));
    put(claims, "aud", organization == null ? null : organization.text("id"));
    List<String> scopes = described.texts("authorizedScope");
    claims.put("scope", scopes == null ? List.of() : scopes);
    return new Finding.Active(JsonText.of(claims));
  }

  private static void put(Map<String, Object> claims, String name, @Nullable String value) {
    if (value != null) {
      claims.put(name, value);
    }
  }
}
