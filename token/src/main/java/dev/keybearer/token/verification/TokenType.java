package dev.keybearer.token.verification;

import org.jspecify.annotations.Nullable;

/** What a signed token has to say it is, so that a token of another kind cannot stand in for it. */
public enum TokenType {
  /** An access token by RFC 9068, typed {@code at+jwt}. */
  AT_JWT,
  /** An access token that says so, or says nothing; every other kind that tells is refused. */
  ANY_ACCESS;

  boolean accepts(@Nullable String type) {
    if (this == AT_JWT) {
      return "at+jwt".equals(type);
    }
    return type == null || type.equals("jwt") || type.equals("at+jwt");
  }
}
