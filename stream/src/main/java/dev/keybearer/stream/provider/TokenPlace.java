package dev.keybearer.stream.provider;

/** Where a provider looks for the token. */
public enum TokenPlace {
  /** The field {@code Authorization} of the opening request. */
  HEADER,
  /** The parameter {@code access_token} of the opening request: it shows in logs of others. */
  QUERY,
  /** The first message. */
  FIRST_MESSAGE,
  /** Nowhere. */
  NONE
}
