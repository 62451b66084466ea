package dev.keybearer.gateway.path;

/** Why a request target is refused: recipients could read it in more than one way. */
public enum PathFault {
  /** It is no path: absolute, authority and asterisk forms (RFC 9112 section 3.2), or nothing. */
  NOT_ORIGIN_FORM("the request target does not begin with a slash"),
  /** A control character or a space, plain or encoded; NUL is one of them. */
  CONTROL("the path holds a control character"),
  /** A character that RFC 3986 section 3.3 does not let stand in a path. */
  CHARACTER("the path holds a character that has to be percent-encoded"),
  /** A fragment, which no client sends. */
  FRAGMENT("the request target holds a fragment"),
  /** A backslash, plain or encoded: some recipients take it for a slash. */
  BACKSLASH("the path holds a backslash"),
  /** A slash that is one only for recipients that decode first. */
  ENCODED_SLASH("the path holds an encoded slash"),
  /** A percent sign that encodes nothing. */
  BARE_PERCENT("the path holds a percent sign without two hexadecimal digits"),
  /** The escapes {@code %uXXXX}, which only some recipients know. */
  PERCENT_U("the path holds an escape of the form %uXXXX"),
  /** A dot segment in a spelling that hides it. */
  ENCODED_DOTS("the path holds an encoded dot segment"),
  /** Parameters of a segment, plain or encoded: some recipients cut them off before they match. */
  PARAMETERS("the path holds a semicolon"),
  /** Two slashes in a row: some recipients merge them. */
  EMPTY_SEGMENT("the path holds an empty segment"),
  /** Octets that are no UTF-8, overlong forms and surrogates among them. */
  BAD_UTF8("the path is not encoded in UTF-8"),
  /** What is an escape again once it is decoded. */
  ENCODED_TWICE("the path is encoded more than once"),
  /** More steps up than there are segments. */
  ABOVE_ROOT("the path leads above the root"),
  /** A control character, a space, a fragment or a character beyond ASCII in the query. */
  QUERY("the query holds a character that has to be percent-encoded");

  private final String words;

  PathFault(String words) {
    this.words = words;
  }

  /** The fault for a person; never any of the target. */
  public String words() {
    return words;
  }
}
