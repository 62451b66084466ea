package dev.keybearer.simulator;

import dev.keybearer.simulator.http.Answer;
import java.util.Collection;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** JSON as the simulated hosts write and read it. */
final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  static ArrayNode array(Collection<String> texts) {
    ArrayNode array = array();
    texts.forEach(array::add);
    return array;
  }

  /**
   * Reads any JSON value.
   *
   * @throws tools.jackson.core.JacksonException when it is malformed
   */
  static JsonNode parse(String text) {
    return MAPPER.readTree(text);
  }

  /** A value that goes out exactly as written, be it JSON or not. */
  static void putRaw(ObjectNode object, String name, String literal) {
    object.putRawValue(name, new RawValue(literal));
  }

  static Answer answer(int status, JsonNode body) {
    return Answer.of(status, "application/json", body.toString());
  }
}
