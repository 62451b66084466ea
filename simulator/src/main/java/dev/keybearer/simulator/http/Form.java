package dev.keybearer.simulator.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Named parameters of a form body, a query or a JSON object; the first value of a name counts. */
public final class Form {
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Set<String> repeated = new LinkedHashSet<>();

  /** A form without parameters. */
  public Form() {}

  /**
   * Reads {@code application/x-www-form-urlencoded} text.
   *
   * @throws IllegalArgumentException when a percent sign is not followed by two hex digits
   */
  public static Form parse(String text) {
    Form form = new Form();
    int from = 0;
    while (from < text.length()) {
      int end = text.indexOf('&', from);
      end = end < 0 ? text.length() : end;
      form.pair(text.substring(from, end));
      from = end + 1;
    }
    return form;
  }

  private void pair(String pair) {
    if (pair.isEmpty()) {
      return;
    }
    int equals = pair.indexOf('=');
    String name = equals < 0 ? pair : pair.substring(0, equals);
    add(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
  }

  /** Undoes the percent and plus signs of one form value. */
  public static String decode(String text) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** Adds a parameter; a second value of a name is noted and left aside. */
  public void add(String name, String value) {
    if (values.putIfAbsent(name, value) != null) {
      repeated.add(name);
    }
  }

  /** The value of a parameter, or null when it was not sent. */
  public @Nullable String get(String name) {
    return values.get(name);
  }

  /** The value of a parameter, or an empty text when it was not sent. */
  public String text(String name) {
    return values.getOrDefault(name, "");
  }

  /** The names that were sent more than once, which RFC 6749 section 3.2 forbids. */
  public Set<String> repeated() {
    return Collections.unmodifiableSet(repeated);
  }

  /** Every parameter in the order sent. */
  public Map<String, String> asMap() {
    return Collections.unmodifiableMap(values);
  }
}
