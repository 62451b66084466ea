package dev.keybearer.gateway.field;

/**
 * One line of a header as it came, before anybody judged it. Its text form hides the value.
 *
 * @param value without the blanks around it, one character an octet
 */
public record Line(String name, String value) {
  @Override
  public String toString() {
    return "Line[" + value.length() + " characters]";
  }
}
