package dev.keybearer.simulator;

import dev.keybearer.simulator.http.Answer;
import dev.keybearer.simulator.http.Ask;
import dev.keybearer.simulator.register.AccessToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The administration of OAuth clients under {@code /api/v2/oauth/clients}. A secret is shown when
 * it is made and never again.
 */
final class GenesysClients {
  static final String PATH = "/api/v2/oauth/clients";

  private static final int SECRET_BYTES = 32;
  private static final long LONGEST_LIFE_SECONDS = 172_800;
  private static final List<String> WRITABLE =
      List.of(
          "name",
          "description",
          "accessTokenValiditySeconds",
          "registeredRedirectUri",
          "authorizedGrantType",
          "scope",
          "roleIds",
          "roleDivisions",
          "state",
          "dateToDelete");

  private final Authority authority;
  private final GenesysQuirks quirks;
  private final Map<String, ObjectNode> cards = new ConcurrentHashMap<>();

  GenesysClients(Authority authority, GenesysQuirks quirks) {
    this.authority = authority;
    this.quirks = quirks;
  }

  Answer all(Ask ask, AccessToken token) {
    return switch (ask.method()) {
      case "GET" -> list();
      case "POST" -> create(ask.body());
      default -> Answer.of(405).with("Allow", "GET, POST");
    };
  }

  Answer one(Ask ask, AccessToken token) {
    String rest = ask.path().substring(PATH.length() + 1);
    boolean secret = rest.endsWith("/secret");
    String id = secret ? rest.substring(0, rest.length() - "/secret".length()) : rest;
    RegisteredClient client = authority.client(id);
    if (client == null || id.indexOf('/') >= 0) {
      return GenesysErrors.notFound();
    }
    if (secret) {
      return ask.method().equals("POST") ? renewSecret(client) : Answer.of(405);
    }
    return switch (ask.method()) {
      case "GET" -> Json.answer(200, card(client));
      case "PUT" -> change(client, ask.body());
      case "DELETE" -> delete(client);
      default -> Answer.of(405).with("Allow", "GET, PUT, DELETE");
    };
  }

  private Answer list() {
    List<RegisteredClient> clients = new ArrayList<>(authority.clients().values());
    clients.sort(java.util.Comparator.comparing(RegisteredClient::id));
    ObjectNode page = Json.object();
    ArrayNode entities = page.putArray("entities");
    clients.forEach(client -> entities.add(card(client)));
    page.put("pageSize", clients.size()).put("pageNumber", 1);
    page.put("total", clients.size()).put("pageCount", 1);
    return Json.answer(200, page.put("selfUri", PATH + "?pageSize=25&pageNumber=1"));
  }

  private Answer create(String body) {
    JsonNode sent = object(body);
    String problem = sent == null ? "The request body is not a JSON object." : problem(sent);
    if (sent == null || problem != null) {
      return GenesysErrors.badRequest(problem == null ? "" : problem);
    }
    if (!sent.has("name") || !sent.has("authorizedGrantType")) {
      return GenesysErrors.badRequest("name and authorizedGrantType are required.");
    }
    RegisteredClient client = authority.register(UUID.randomUUID().toString());
    apply(client, sent);
    return renewSecret(client);
  }

  private Answer change(RegisteredClient client, String body) {
    JsonNode sent = object(body);
    String problem = sent == null ? "The request body is not a JSON object." : problem(sent);
    if (sent == null || problem != null) {
      return GenesysErrors.badRequest(problem == null ? "" : problem);
    }
    apply(client, sent);
    return Json.answer(200, card(client));
  }

  private Answer delete(RegisteredClient client) {
    authority.clients().remove(client.id());
    cards.remove(client.id());
    authority.register().revokeAll(client.id());
    return Answer.of(quirks.deletionStatus());
  }

  private Answer renewSecret(RegisteredClient client) {
    String secret = authority.register().random(SECRET_BYTES);
    client.secret(secret);
    if (quirks.endsTokensOnNewSecret()) {
      authority.register().revokeAll(client.id());
    }
    return Json.answer(200, card(client).put("secret", secret));
  }

  private static @Nullable JsonNode object(String body) {
    try {
      JsonNode sent = Json.parse(body);
      return sent.isObject() ? sent : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  private @Nullable String problem(JsonNode sent) {
    JsonNode life = sent.path("accessTokenValiditySeconds");
    if (life.isMissingNode()) {
      return null;
    }
    long seconds = life.asLong(0);
    boolean within =
        seconds >= quirks.shortestLife().toSeconds() && seconds <= LONGEST_LIFE_SECONDS;
    return within ? null : "accessTokenValiditySeconds is out of range.";
  }

  private void apply(RegisteredClient client, JsonNode sent) {
    cards.compute(
        client.id(),
        (id, known) -> {
          ObjectNode card = Json.object();
          if (known == null) {
            card.put("dateCreated", authority.now().toString());
          } else {
            card.setAll(known);
          }
          WRITABLE.stream().filter(sent::has).forEach(name -> card.set(name, sent.get(name)));
          return card.put("dateModified", authority.now().toString());
        });
    if (sent.has("accessTokenValiditySeconds")) {
      client.tokenLife(Duration.ofSeconds(sent.get("accessTokenValiditySeconds").asLong(0)));
    }
    if (sent.has("registeredRedirectUri")) {
      client.redirectUris(texts(sent.get("registeredRedirectUri")));
    }
    if (sent.has("scope")) {
      client.scopes(texts(sent.get("scope")));
    }
    enter(client, sent.path("state").asString(""));
  }

  private static void enter(RegisteredClient client, String state) {
    switch (state) {
      case "active" -> client.enable().grants(GrantType.values());
      case "disabled" -> client.disable();
      case "inactive" -> client.enable().grants();
      default -> {
        // Not sent: the state stays.
      }
    }
  }

  private static String[] texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asString("")));
    return texts.toArray(new String[0]);
  }

  /** A client as the administration shows it. */
  private ObjectNode card(RegisteredClient client) {
    ObjectNode card = Json.object();
    card.put("id", client.id()).put("name", client.name());
    card.put("authorizedGrantType", "CLIENT-CREDENTIALS").put("state", state(client));
    Duration own = client.tokenLife();
    Duration life = own == null ? authority.habits().tokenLife() : own;
    card.put("accessTokenValiditySeconds", life.toSeconds());
    card.set("scope", Json.array(client.registeredScopes()));
    ObjectNode known = cards.get(client.id());
    if (known != null) {
      card.setAll(known);
    }
    return card.put("state", state(client)).put("selfUri", PATH + "/" + client.id());
  }

  private static String state(RegisteredClient client) {
    if (client.isDisabled()) {
      return "disabled";
    }
    return client.allowedGrants().isEmpty() ? "inactive" : "active";
  }
}
