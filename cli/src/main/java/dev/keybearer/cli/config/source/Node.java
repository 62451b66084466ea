package dev.keybearer.cli.config.source;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A part of a YAML document that knows where it stands. */
public sealed interface Node {
  /** Where it stands. */
  Span span();

  /** What it is called in a message: "a list", "a number". */
  String noun();

  /** What a message says was found there: short text itself, of anything else only what it is. */
  default String shown() {
    return noun();
  }

  /** A node that stands in no file: what is written there when a key is left out. */
  static Node literal(String text) {
    return switch (text) {
      case "{}" -> new Mapping(Span.FILE, Map.of());
      case "[]" -> new Sequence(Span.FILE, List.of());
      default -> new Scalar(Span.FILE, text, true);
    };
  }

  /**
   * One value.
   *
   * @param span where it stands, quotes included
   * @param text as written, without quotes and escapes; never converted, so {@code 007} stays
   * @param plain whether it stands without quotes
   */
  record Scalar(Span span, String text, boolean plain) implements Node {
    // The YAML 1.2 core schema, section 10.3.2.
    private static final Pattern NOTHING = Pattern.compile("null|Null|NULL|~|");
    private static final Pattern BOOLEAN = Pattern.compile("true|True|TRUE|false|False|FALSE");
    private static final Pattern NUMBER =
        Pattern.compile(
            "[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?"
                + "|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

    /** Whether it is the absence of a value. */
    public boolean isNothing() {
      return plain && NOTHING.matcher(text).matches();
    }

    /** Whether it is a number rather than text that looks like one. */
    public boolean isNumber() {
      return plain && NUMBER.matcher(text).matches();
    }

    /** Whether it is true or false. */
    public boolean isBoolean() {
      return plain && BOOLEAN.matcher(text).matches();
    }

    /** Whether it stands on one line of the file. */
    public boolean isOnOneLine() {
      return span.line() == span.endLine();
    }

    @Override
    public String noun() {
      if (isNothing()) {
        return "nothing";
      }
      if (isBoolean()) {
        return "a boolean";
      }
      return isNumber() ? "a number" : "text";
    }

    /**
     * The text in quotes, when it stands on one line. A text over several lines may have swallowed
     * the keys below it, and with them a secret.
     */
    @Override
    public String shown() {
      return isOnOneLine() ? Shown.quoted(text) : "a text over several lines";
    }

    /** Never the text: it may be a secret. */
    @Override
    public String toString() {
      return "Scalar[" + span + "]";
    }
  }

  /**
   * Values in order.
   *
   * @param span where it stands
   * @param items the values
   */
  record Sequence(Span span, List<Node> items) implements Node {
    @Override
    public String noun() {
      return "a list";
    }
  }

  /**
   * Values by key; no key stands twice.
   *
   * @param span where it stands
   * @param entries by key, in the order of the file
   */
  record Mapping(Span span, Map<String, Entry> entries) implements Node {
    /** The entry with a key, or null when there is none. */
    public @Nullable Entry find(String key) {
      return entries.get(key);
    }

    @Override
    public String noun() {
      return "a mapping";
    }
  }

  /**
   * What stands where a value should and has been reported already; nothing more is said about it.
   *
   * @param span where it stands
   */
  record Unusable(Span span) implements Node {
    @Override
    public String noun() {
      return "nothing usable";
    }
  }

  /**
   * One line of a mapping.
   *
   * @param key its key
   * @param value what it leads to
   */
  record Entry(Scalar key, Node value) {}
}
