package dev.keybearer.simulator;

import java.util.Optional;

/** A way a token is asked for, as {@code grant_type} names it. */
public enum GrantType {
  /** RFC 6749 section 4.4. */
  CLIENT_CREDENTIALS("client_credentials"),
  /** RFC 6749 section 6. */
  REFRESH_TOKEN("refresh_token"),
  /** RFC 6749 section 4.1 with RFC 7636. */
  AUTHORIZATION_CODE("authorization_code"),
  /** RFC 8628. */
  DEVICE_CODE("urn:ietf:params:oauth:grant-type:device_code"),
  /** RFC 7523. */
  JWT_BEARER("urn:ietf:params:oauth:grant-type:jwt-bearer"),
  /** RFC 7522. */
  SAML2_BEARER("urn:ietf:params:oauth:grant-type:saml2-bearer"),
  /** RFC 8693. */
  TOKEN_EXCHANGE("urn:ietf:params:oauth:grant-type:token-exchange");

  private final String wire;

  GrantType(String wire) {
    this.wire = wire;
  }

  /** The value of {@code grant_type}. */
  public String wire() {
    return wire;
  }

  /** The grant with this name on the wire, or empty when there is none. */
  static Optional<GrantType> parse(String wire) {
    for (GrantType grant : values()) {
      if (grant.wire.equals(wire)) {
        return Optional.of(grant);
      }
    }
    return Optional.empty();
  }
}
