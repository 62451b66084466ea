package dev.keybearer.cli.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** As much of JSON Schema as our schema uses; a keyword it does not know fails the test. */
final class SchemaCheck {
  private static final List<String> SILENT =
      List.of("$schema", "title", "description", "default", "format", "then");

  /** Where and how a document fails a schema. */
  List<String> violations(Object schema, @Nullable Object document) {
    List<String> found = new ArrayList<>();
    judge(schema, document, "", found);
    return found;
  }

  private void judge(
      @Nullable Object schema, @Nullable Object node, String at, List<String> found) {
    if (Boolean.FALSE.equals(schema)) {
      found.add(at + ": is not allowed");
    }
    if (schema instanceof Map<?, ?> keywords) {
      keywords.forEach(
          (keyword, value) -> {
            if (!SILENT.contains(keyword)) {
              judge(new Rule(String.valueOf(keyword), value, keywords), node, at, found);
            }
          });
    }
  }

  private void judge(Rule rule, @Nullable Object node, String at, List<String> found) {
    switch (rule.keyword) {
      case "type" -> expect(hasType(rule.value, node), at + ": is no " + rule.value, found);
      case "enum" ->
          expect(
              node != null && ((List<?>) rule.value).contains(node), at + ": no such word", found);
      case "const" -> expect(rule.value.equals(node), at + ": is not " + rule.value, found);
      case "pattern" ->
          expect(
              !(node instanceof String text)
                  || Pattern.compile(String.valueOf(rule.value)).matcher(text).find(),
              at + ": has another form",
              found);
      case "minimum" ->
          expect(!(node instanceof Integer n) || n >= (int) rule.value, at + ": too small", found);
      case "maximum" ->
          expect(!(node instanceof Integer n) || n <= (int) rule.value, at + ": too large", found);
      case "anyOf" ->
          expect(
              ((List<?>) rule.value).stream().anyMatch(each -> violations(each, node).isEmpty()),
              at + ": is none of several",
              found);
      case "allOf" -> ((List<?>) rule.value).forEach(each -> judge(each, node, at, found));
      case "if" -> {
        if (violations(rule.value, node).isEmpty()) {
          judge(rule.all.get("then"), node, at, found);
        }
      }
      case "items" -> {
        if (node instanceof List<?> items) {
          items.forEach(item -> judge(rule.value, item, at + "[]", found));
        }
      }
      default -> judgeMapping(rule, node instanceof Map<?, ?> map ? map : Map.of(), at, found);
    }
  }

  private void judgeMapping(Rule rule, Map<?, ?> node, String at, List<String> found) {
    switch (rule.keyword) {
      case "properties" ->
          ((Map<?, ?>) rule.value)
              .forEach(
                  (name, schema) -> {
                    if (node.containsKey(name)) {
                      judge(schema, node.get(name), at + "/" + name, found);
                    }
                  });
      case "required" ->
          ((List<?>) rule.value)
              .forEach(name -> expect(node.containsKey(name), at + ": needs " + name, found));
      case "propertyNames" ->
          node.keySet().forEach(name -> judge(rule.value, name, at + "/" + name, found));
      case "additionalProperties" -> {
        Map<?, ?> known = rule.all.get("properties") instanceof Map<?, ?> map ? map : Map.of();
        node.forEach(
            (name, value) -> {
              if (!known.containsKey(name)) {
                judge(rule.value, value, at + "/" + name, found);
              }
            });
      }
      default -> throw new IllegalStateException("unknown keyword " + rule.keyword);
    }
  }

  private static boolean hasType(Object type, @Nullable Object node) {
    if (type instanceof List<?> several) {
      return several.stream().anyMatch(each -> hasType(each, node));
    }
    return switch (String.valueOf(type)) {
      case "object" -> node instanceof Map;
      case "array" -> node instanceof List;
      case "string" -> node instanceof String;
      case "integer" -> node instanceof Integer;
      case "boolean" -> node instanceof Boolean;
      case "number" -> node instanceof Number;
      default -> throw new IllegalStateException("unknown type " + type);
    };
  }

  private static void expect(boolean holds, String violation, List<String> found) {
    if (!holds) {
      found.add(violation);
    }
  }

  /**
   * One keyword.
   *
   * @param keyword its name
   * @param value what it demands
   * @param all the keywords beside it
   */
  private record Rule(String keyword, Object value, Map<?, ?> all) {}
}
