package dev.keybearer.cli.config.shape;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One schema of JSON Schema, draft 2020-12, as the maps and lists that a JSON writer takes.
 *
 * @param keywords by name, in the order they are written
 */
public record JsonSchema(Map<String, Object> keywords) {
  /** A schema that everything meets. */
  public static final JsonSchema ANYTHING = new JsonSchema(Map.of());

  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

  /** A schema of one JSON type. */
  public static JsonSchema ofType(String type) {
    return ANYTHING.with("type", type);
  }

  /** Text that a regular expression matches. */
  public static JsonSchema ofPattern(String pattern) {
    return ofType("string").with("pattern", pattern);
  }

  /** One of several words. */
  static JsonSchema ofWords(List<String> words) {
    return ANYTHING.with("enum", words);
  }

  /** Either of two schemas. */
  public static JsonSchema anyOf(JsonSchema one, JsonSchema other) {
    return ANYTHING.with("anyOf", List.of(one.keywords, other.keywords));
  }

  /** The same with one more keyword, or another value for it. */
  public JsonSchema with(String keyword, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(keywords);
    more.put(keyword, value);
    return new JsonSchema(more);
  }

  /** The same, unless the list or map is empty and says nothing. */
  JsonSchema withSome(String keyword, Object value) {
    boolean none = value.equals(List.of()) || value.equals(Map.of());
    return none ? this : with(keyword, value);
  }

  /** This schema, or either of the two when they differ. */
  JsonSchema orElse(JsonSchema other) {
    return equals(other) ? this : anyOf(this, other);
  }

  /** The same as a document of its own. */
  public JsonSchema asDocument(String title) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("$schema", DIALECT);
    document.put("title", title);
    document.putAll(keywords);
    return new JsonSchema(document);
  }

  /** The schema of a mapping, collected key by key. */
  static final class Mapping {
    private final Map<String, Object> properties = new LinkedHashMap<>();
    private final List<String> required = new ArrayList<>();
    private final List<Object> conditions = new ArrayList<>();

    /** A key that may stand in the mapping. */
    void property(String name, JsonSchema schema) {
      properties.put(name, schema.keywords);
    }

    /** A key that must. */
    void require(String name) {
      required.add(name);
    }

    /** What holds in addition when a key has a certain word. */
    void when(String key, String word, JsonSchema then) {
      JsonSchema met =
          ANYTHING
              .with("properties", Map.of(key, Map.of("const", word)))
              .with("required", List.of(key));
      conditions.add(ANYTHING.with("if", met.keywords).with("then", then.keywords).keywords);
    }

    JsonSchema schema(String says) {
      return ofType("object")
          .with("description", says)
          .with("properties", properties)
          .withSome("required", required)
          .withSome("allOf", conditions)
          .with("additionalProperties", false);
    }
  }
}
