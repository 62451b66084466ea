package dev.keybearer.simulator;

import dev.keybearer.simulator.http.Ask;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The JSON object of a control request; what it does not know it refuses. */
final class Sent {
  private final JsonNode body;

  Sent(Ask ask) {
    this.body = read(ask.body());
    if (!body.isObject()) {
      throw new IllegalArgumentException("the body is not a JSON object");
    }
  }

  private static JsonNode read(String body) {
    try {
      return Json.parse(body);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("the body is not JSON", e);
    }
  }

  /** Refuses members of any other name. */
  void onlyOf(String... names) {
    List<String> known = List.of(names);
    body.propertyNames()
        .forEach(
            name -> {
              if (!known.contains(name)) {
                throw new IllegalArgumentException("'" + name + "' is unknown; known are " + known);
              }
            });
  }

  /** Hands over the text, number or truth value of a member, if it was sent. */
  void ifSent(String name, Consumer<String> use) {
    JsonNode value = body.get(name);
    if (value != null) {
      use.accept(value.asString());
    }
  }

  /** The text of a member that must be there. */
  String text(String name) {
    JsonNode value = body.get(name);
    if (value == null) {
      throw new IllegalArgumentException("'" + name + "' is missing");
    }
    return value.asString();
  }

  /** The texts of a list that must be there. */
  String[] texts(String name) {
    List<String> texts = new ArrayList<>();
    JsonNode list = body.get(name);
    if (list == null || !list.isArray()) {
      throw new IllegalArgumentException("'" + name + "' is missing or not a list");
    }
    list.forEach(each -> texts.add(each.asString()));
    return texts.toArray(new String[0]);
  }

  /** A member of any form; what was not sent has no members of its own. */
  JsonNode node(String name) {
    return body.path(name);
  }

  boolean has(String name) {
    return body.has(name);
  }

  boolean isTrue(String name) {
    return body.path(name).asBoolean(false);
  }
}
