package dev.keybearer.token.secret;

import dev.keybearer.token.http.Answer;
import dev.keybearer.token.http.Ask;
import dev.keybearer.token.http.Exchange;
import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.http.JsonText;
import dev.keybearer.token.http.NoAnswer;
import dev.keybearer.token.http.NotJson;
import dev.keybearer.token.secret.SecretFailure.Kind;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Vault's HTTP API, version 1: sends, and sorts out what is no answer to the question asked. */
final class VaultWire {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final VaultAddress address;
  private final Exchange exchange;

  VaultWire(VaultAddress address, Exchange exchange) {
    this.address = address;
    this.exchange = exchange;
  }

  Reply get(List<String> path, Secret token) {
    return send(Ask.get(uri(path)).withHeader("X-Vault-Token", token.reveal()));
  }

  Reply post(List<String> path, @Nullable Secret token, Map<String, ?> body) {
    Ask ask = Ask.json(uri(path), JsonText.of(body));
    return send(token == null ? ask : ask.withHeader("X-Vault-Token", token.reveal()));
  }

  /** A failure at this Vault, named by its address. */
  SecretFailure failure(Kind kind, String what) {
    return new SecretFailure(kind, "Vault at " + address + " " + what, null);
  }

  private URI uri(List<String> path) {
    String prefix = address.uri().toString().replaceAll("/+$", "");
    String encoded =
        path.stream()
            .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
            .collect(Collectors.joining("/"));
    return URI.create(prefix + "/v1/" + encoded);
  }

  private Reply send(Ask ask) {
    Ask whole = ask.withHeader("X-Vault-Request", "true");
    String namespace = address.namespace();
    if (namespace != null) {
      whole = whole.withHeader("X-Vault-Namespace", namespace);
    }
    try {
      return reply(exchange.send(whole, LIMIT));
    } catch (NoAnswer none) {
      throw new SecretFailure(Kind.UNREACHABLE, "Vault gave no answer: " + none.getMessage(), none);
    }
  }

  private Reply reply(Answer answer) {
    int status = answer.status();
    return switch (status) {
      case 200 -> new Reply(status, json(answer));
      case 400, 403, 404 -> new Reply(status, jsonIfAny(answer));
      case 503 -> throw failure(Kind.UNREACHABLE, "is sealed or in maintenance; unseal it");
      case 501 -> throw failure(Kind.UNREACHABLE, "is not initialised");
      case 301, 302, 307, 308 ->
          throw failure(
              Kind.UNREACHABLE,
              "answered with a redirect, which is not followed; give the active node's address");
      default -> throw failure(Kind.UNREACHABLE, "answered " + status + "; try again later");
    };
  }

  private JsonObject json(Answer answer) {
    JsonObject json = jsonIfAny(answer);
    if (json == null) {
      throw failure(Kind.UNREACHABLE, "answered 200 without JSON; is something else listening?");
    }
    return json;
  }

  private static @Nullable JsonObject jsonIfAny(Answer answer) {
    try {
      return JsonObject.parse(answer.body());
    } catch (NotJson other) {
      return null;
    }
  }

  /**
   * An answer to the question asked.
   *
   * @param status 200, 400, 403 or 404
   * @param body what came with it; always there with 200
   */
  record Reply(int status, @Nullable JsonObject body) {
    /** The object that is reached through these names, or null. */
    @Nullable JsonObject at(String... names) {
      JsonObject object = body;
      for (String name : names) {
        object = object == null ? null : object.object(name);
      }
      return object;
    }
  }
}
