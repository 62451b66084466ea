package dev.keybearer.gateway.field;

import dev.keybearer.gateway.path.JudgedPath;
import dev.keybearer.token.verification.Presentation.Scheme;
import org.jspecify.annotations.Nullable;

/**
 * What a request carries to say who sends it (RFC 6750 section 2.1, RFC 9449 section 7.1). Only the
 * field {@code Authorization} is looked at as a carrier; a token in the query is refused.
 *
 * <pre>
 *   Authorization = scheme 1*SP b64token        scheme: Bearer or DPoP, in any case
 * </pre>
 */
public sealed interface Credentials {
  /** The parameter of RFC 6750 section 2.3. */
  String QUERY_PARAMETER = "access_token";

  /** There are none of a kind that is understood: 401 without an error code. */
  record None() implements Credentials {}

  /** A token, not yet judged. Its text form hides it. */
  record Presented(Scheme scheme, String token) implements Credentials {
    @Override
    public String toString() {
      return "Presented[" + scheme + ", " + token.length() + " characters]";
    }
  }

  /**
   * Credentials that are none: 400.
   *
   * @param words what is wrong, for a person; never any of them
   */
  record Malformed(String words) implements Credentials {}

  /** The credentials that the value of an {@code Authorization} field carries. */
  static Credentials of(String authorization) {
    return AuthorizationValue.parse(authorization);
  }

  /**
   * The credentials in the field and in the query.
   *
   * @param field what the one {@code Authorization} field carries, or null when there is none
   */
  static Credentials of(@Nullable Credentials field, JudgedPath path) {
    if (path.hasParameter(QUERY_PARAMETER)) {
      return new Malformed(
          field == null
              ? "a token came in the query"
              : "a token came in the query, and Authorization came as well");
    }
    return field == null ? new None() : field;
  }
}
