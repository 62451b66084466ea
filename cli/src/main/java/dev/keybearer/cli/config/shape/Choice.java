package dev.keybearer.cli.config.shape;

import dev.keybearer.cli.config.source.Node.Entry;
import dev.keybearer.cli.config.source.Problem.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keys of which the ones or the others stand in a mapping, depending on a word. Only the keys of
 * the chosen variant fit; those of another are misplaced.
 */
final class Choice<K, D extends Enum<D> & Word, T> implements Member<T> {
  private final By<K, D> by;
  private final EnumMap<D, Shape<? extends T>> variants;
  private final Map<String, Key<?>> keys = new LinkedHashMap<>();

  Choice(By<K, D> by, Map<D, ? extends Shape<? extends T>> variants) {
    this.by = by;
    this.variants = new EnumMap<>(variants);
    this.variants.values().forEach(variant -> variant.keys().forEach(keys::putIfAbsent));
  }

  void bind(Fields fields) {
    D word = fields.has(by.key()) ? by.word(fields.get(by.key())) : null;
    if (word == null) {
      fields.put(this, null);
      keys.values().forEach(key -> key.judge(fields));
      fields.offer(keys.keySet());
      return;
    }
    Shape<? extends T> variant = variants.get(word);
    if (variant == null) {
      throw new IllegalStateException("no keys are declared for " + by.tell(word.word()));
    }
    variant.bindMembers(fields, by.tell(word.word()) + " needs it");
    fields.put(this, variant.build(fields));
    for (String name : keys.keySet()) {
      Entry entry = fields.mapping().find(name);
      if (entry != null && !variant.keys().containsKey(name)) {
        refuse(fields, entry, word);
      }
    }
  }

  /** The keys of all variants by name. */
  Map<String, Key<?>> keys() {
    return keys;
  }

  void describe(JsonSchema.Mapping mapping) {
    Map<String, JsonSchema> schemas = schemas();
    schemas.forEach(mapping::property);
    if (by.isLocal()) {
      variants.forEach(
          (word, variant) ->
              mapping.when(by.key().name(), word.word(), only(variant.keys(), schemas)));
    }
  }

  // A key may differ from variant to variant: then either form is good, before the word is known.
  private Map<String, JsonSchema> schemas() {
    Map<String, JsonSchema> schemas = new LinkedHashMap<>();
    for (Shape<? extends T> variant : variants.values()) {
      variant.keys().forEach((name, key) -> schemas.merge(name, key.schema(), JsonSchema::orElse));
    }
    return schemas;
  }

  // What a word adds: keys that must stand there, keys that must not, and the form of those
  // between.
  private static JsonSchema only(Map<String, Key<?>> keys, Map<String, JsonSchema> schemas) {
    Map<String, Object> narrowed = new LinkedHashMap<>();
    schemas.forEach(
        (name, schema) -> {
          Key<?> key = keys.get(name);
          if (key == null) {
            narrowed.put(name, false);
          } else if (!key.schema().equals(schema)) {
            narrowed.put(name, key.schema().keywords());
          }
        });
    List<String> required = keys.values().stream().filter(Key::isRequired).map(Key::name).toList();
    return JsonSchema.ANYTHING.withSome("required", required).withSome("properties", narrowed);
  }

  private void refuse(Fields fields, Entry entry, D chosen) {
    List<String> fitting = new ArrayList<>();
    variants.forEach(
        (word, variant) -> {
          if (variant.keys().containsKey(entry.key().text())) {
            fitting.add(word.word());
          }
        });
    Place place = fields.here().at(entry);
    place.hide();
    place.report(
        place
            .problemAtKey(Kind.MISPLACED_KEY, "does not fit here")
            .withLabel(
                by.tell(String.join(" or ", fitting)) + " has it, " + chosen.word() + " has not")
            .withHelp("remove it"));
    fields.answer(entry.key().text());
  }
}
