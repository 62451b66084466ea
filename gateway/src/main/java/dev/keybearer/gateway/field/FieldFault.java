package dev.keybearer.gateway.field;

/** Why the header of a request is refused, always with 400. */
public enum FieldFault {
  /** A name that is no token, such as one with a space before the colon. */
  NAME("the name of a field is no token"),
  /** CR, LF, NUL or another control character. */
  VALUE("the value of a field holds a control character"),
  /** A field that stands once stands more than once. */
  REPEATED("a field that has one value came more than once"),
  /** A field that is known, with other marks than hyphens in its name. */
  ALIAS("the name of a field imitates another one"),
  /** No {@code Host}. */
  HOST_MISSING("the field Host is missing"),
  /** A {@code Host} that is no host. */
  HOST("the field Host names no host"),
  /** A {@code Content-Length} other than digits. */
  LENGTH("the field Content-Length is no number"),
  /** A {@code Transfer-Encoding} other than exactly {@code chunked}. */
  CODING("the field Transfer-Encoding is not chunked"),
  /** Both of them: recipients disagree on where such a body ends. */
  LENGTH_AND_CODING("Content-Length and Transfer-Encoding came together"),
  /** {@code Connection} holds what is no name of a field. */
  CONNECTION("the field Connection is no list of names"),
  /** {@code Connection} names a field that is not of one connection only. */
  CONNECTION_NAMES("the field Connection names a field that has to stay");

  private final String words;

  FieldFault(String words) {
    this.words = words;
  }

  /** The fault for a person; never a value. */
  public String words() {
    return words;
  }
}
