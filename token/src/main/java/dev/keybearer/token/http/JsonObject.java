package dev.keybearer.token.http;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object, strictly read; a member of another kind than the one asked for counts as absent.
 *
 * <p>Immutable. Its text form shows only how many members there are.
 */
public final class JsonObject {
  /** Stands for {@code null}, which is present and of no kind. */
  static final Object NULL = new Object();

  /** Values are String, BigDecimal, Boolean, JsonObject, List of these, or {@link #NULL}. */
  private final Map<String, Object> members;

  JsonObject(Map<String, Object> members) {
    this.members = members;
  }

  /**
   * Reads bytes that somebody else wrote: exactly one object in valid UTF-8, without a byte order
   * mark, a name given twice or anything after it, within the bounds of {@link JsonReading}.
   */
  public static JsonObject parse(byte[] bytes) throws NotJson {
    return new JsonReading(bytes).object();
  }

  /** Whether there is a member of that name, of any kind, {@code null} included. */
  public boolean has(String name) {
    return members.containsKey(name);
  }

  /** Whether the member of that name is {@code null}. */
  public boolean isNull(String name) {
    return NULL.equals(members.get(name));
  }

  /** The member of that name if it is a string. */
  public @Nullable String text(String name) {
    return members.get(name) instanceof String text ? text : null;
  }

  /** The member of that name if it is a number. */
  public @Nullable BigDecimal number(String name) {
    return members.get(name) instanceof BigDecimal number ? number : null;
  }

  /** The member of that name if it is {@code true} or {@code false}. */
  public @Nullable Boolean bool(String name) {
    return members.get(name) instanceof Boolean bool ? bool : null;
  }

  /** The member of that name if it is an object. */
  public @Nullable JsonObject object(String name) {
    return members.get(name) instanceof JsonObject object ? object : null;
  }

  /** The member of that name if it is an array of strings and of nothing else. */
  public @Nullable List<String> texts(String name) {
    if (!(members.get(name) instanceof List<?> elements)) {
      return null;
    }
    List<String> texts = new ArrayList<>();
    for (Object element : elements) {
      if (!(element instanceof String text)) {
        return null;
      }
      texts.add(text);
    }
    return List.copyOf(texts);
  }

  /** The member of that name if it is an array of objects and of nothing else. */
  public @Nullable List<JsonObject> objects(String name) {
    if (!(members.get(name) instanceof List<?> elements)) {
      return null;
    }
    List<JsonObject> objects = new ArrayList<>();
    for (Object element : elements) {
      if (!(element instanceof JsonObject object)) {
        return null;
      }
      objects.add(object);
    }
    return List.copyOf(objects);
  }

  /** The names of the members, in the order they stand there. */
  public Set<String> names() {
    return Collections.unmodifiableSet(members.keySet());
  }

  /**
   * All of it, in the order it stands there: values are String, BigDecimal, Boolean, null, and List
   * and Map of these.
   */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    members.forEach((name, value) -> map.put(name, plain(value)));
    return map;
  }

  private static @Nullable Object plain(Object value) {
    if (value instanceof JsonObject object) {
      return object.toMap();
    }
    if (value instanceof List<?> elements) {
      List<@Nullable Object> plain = new ArrayList<>();
      for (Object element : elements) {
        plain.add(plain(element));
      }
      return plain;
    }
    return NULL.equals(value) ? null : value;
  }

  @Override
  public String toString() {
    return "JsonObject[" + members.size() + " members]";
  }
}
