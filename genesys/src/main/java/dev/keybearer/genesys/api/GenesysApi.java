package dev.keybearer.genesys.api;

import dev.keybearer.genesys.call.AnswerFields;
import dev.keybearer.genesys.call.ApiAnswer;
import dev.keybearer.genesys.call.ApiCalls;
import dev.keybearer.genesys.call.ApiFailure;
import dev.keybearer.genesys.call.ApiFailure.Kind;
import dev.keybearer.genesys.call.Patience;
import dev.keybearer.genesys.call.Sending;
import dev.keybearer.genesys.call.Sending.Repeat;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.http.Answer;
import dev.keybearer.token.http.Ask;
import dev.keybearer.token.http.Exchange;
import dev.keybearer.token.http.JdkExchange;
import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.http.JsonText;
import dev.keybearer.token.http.NoAnswer;
import dev.keybearer.token.http.NotJson;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The API of Genesys Cloud, asked in JSON. Safe for use by many threads. */
public final class GenesysApi {
  /** A page of a hundred long conversations is a few MiB. */
  private static final int ANSWER_LIMIT = 16 << 20;

  /** A query that takes longer than this for one answer is not coming back. */
  private static final Duration ONE_ANSWER = Duration.ofSeconds(60);

  private final String base;
  private final ApiCalls calls;
  private final Exchange exchange;

  private GenesysApi(String base, ApiCalls calls, Exchange exchange) {
    this.base = base;
    this.calls = calls;
    this.exchange = exchange;
  }

  /** The API at this host, asked with the tokens of a source. */
  public static GenesysApi at(URI api, TokenSource source, Patience patience) {
    String base = api.toString();
    return new GenesysApi(
        base.endsWith("/") ? base.substring(0, base.length() - 1) : base,
        ApiCalls.of(source, api, patience),
        JdkExchange.of());
  }

  /**
   * Posts an object, or nothing, and gives back the one that is answered.
   *
   * @param path below the host, with its query if it has one
   * @throws ApiFailure when the answer is none of success, or there is none
   * @throws TokenFailure when there is no usable token
   */
  public JsonObject post(String path, @Nullable Map<String, ?> members, Repeat repeat)
      throws InterruptedException {
    URI to = URI.create(base + path);
    Ask ask = members == null ? Ask.of("POST", to) : Ask.json(to, JsonText.of(members));
    return ask(ask.withAnswerLimit(ANSWER_LIMIT), repeat);
  }

  private JsonObject ask(Ask ask, Repeat repeat) throws InterruptedException {
    try (Got got = calls.answer(new Request(ask, repeat, exchange))) {
      if (got.status() != 200) {
        throw refused(ask, got);
      }
      return JsonObject.parse(got.answer.body());
    } catch (NotJson e) {
      throw new ApiFailure(
          Kind.UNREACHABLE, "the answer of " + ask + " is " + e.getMessage(), null);
    } catch (IOException e) {
      throw new ApiFailure(Kind.UNREACHABLE, String.valueOf(e.getMessage()), null);
    }
  }

  /** Of the body only the code is repeated, when it has the shape of one. */
  private static ApiFailure refused(Ask ask, Got got) {
    Kind kind =
        switch (got.status()) {
          case 429 -> Kind.HELD_BACK;
          case 400, 401, 403, 404, 405, 409, 410, 413, 415, 422 -> Kind.REFUSED;
          default -> Kind.UNREACHABLE;
        };
    return new ApiFailure(kind, ask + " answered " + got.status() + code(got), got.fields());
  }

  private static String code(Got got) {
    try {
      String code = JsonObject.parse(got.answer.body()).text("code");
      return code != null && code.matches("[a-z.]{1,64}") ? " " + code : "";
    } catch (NotJson e) {
      return "";
    }
  }

  /** One request over the exchange. */
  private record Request(Ask ask, Repeat repeat, Exchange exchange) implements Sending<Got> {
    @Override
    public Got send(Token token, Duration limit) throws IOException {
      try {
        Ask authorized = ask.withHeader("Authorization", token.authorizationHeader());
        Duration one = limit.compareTo(ONE_ANSWER) < 0 ? limit : ONE_ANSWER;
        return new Got(exchange.send(authorized, one));
      } catch (NoAnswer e) {
        throw new IOException(e.getMessage(), e);
      }
    }

    @Override
    public String place() {
      return ask.toString();
    }
  }

  /** One whole answer. */
  private record Got(Answer answer) implements ApiAnswer {
    @Override
    public int status() {
      return answer.status();
    }

    @Override
    public AnswerFields fields() {
      return AnswerFields.of(answer.headers());
    }

    @Override
    public void close() {}
  }
}
