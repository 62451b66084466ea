package dev.keybearer.gateway.field;

import org.jspecify.annotations.Nullable;

/**
 * A header field that can be sent: its name is a token, and nothing in its value ends a line.
 * Immutable; its text form hides the value.
 */
public final class Field {
  private final String name;
  private final String value;

  private Field(String name, String value) {
    this.name = name;
    this.value = value;
  }

  /**
   * A field of our own.
   *
   * @throws IllegalArgumentException when name or value cannot be sent
   */
  public static Field of(String name, String value) {
    FieldFault fault = fault(name, value);
    if (fault != null) {
      throw new IllegalArgumentException("not a field: " + fault.words());
    }
    return new Field(name, value);
  }

  /** The name, as it was written. */
  public String name() {
    return name;
  }

  /** The value. */
  public String value() {
    return value;
  }

  /** Whether this is its name; the case does not count. */
  public boolean isNamed(String other) {
    return name.equalsIgnoreCase(other);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Field field && name.equals(field.name) && value.equals(field.value);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + value.hashCode();
  }

  /** The name alone. */
  @Override
  public String toString() {
    return name;
  }

  /**
   * Whether a text can be the name of a field, or of a method: RFC 9110 has one grammar for both.
   */
  public static boolean isName(String text) {
    return Grammar.isToken(text);
  }

  /** A name without case and marks: names that some servers take for one have the same. */
  public static String folded(String name) {
    return KnownNames.folded(name);
  }

  /** Whether these octets can be the name of a field. */
  public static boolean isName(byte[] octets, int from, int to) {
    return Grammar.isToken(octets, from, to);
  }

  /** Whether these octets can be the value of a field. */
  public static boolean isValue(byte[] octets, int from, int to) {
    return Grammar.isValue(octets, from, to);
  }

  /** What keeps a name and a value from being sent, or null. */
  static @Nullable FieldFault fault(String name, String value) {
    if (!Grammar.isToken(name)) {
      return FieldFault.NAME;
    }
    return Grammar.isValue(value) ? null : FieldFault.VALUE;
  }

  /** A field of which {@link #fault} has said that it can be sent. */
  static Field judged(Line line) {
    return new Field(line.name(), line.value());
  }
}
