package dev.keybearer.simulator;

/** A place of a simulated host that requests arrive at. */
public enum Endpoint {
  /** Where tokens are asked for. */
  TOKEN,
  /** Where a browser is sent to log in. */
  AUTHORIZATION,
  /** Where a device starts its login. */
  DEVICE_AUTHORIZATION,
  /** The page on which a person decides about a device. */
  DEVICE_PAGE,
  /** The metadata of the issuer. */
  DISCOVERY,
  /** The public keys. */
  JWKS,
  /** RFC 7662. */
  INTROSPECTION,
  /** RFC 7009. */
  REVOCATION,
  /** Genesys: what a token is, and its deletion. */
  TOKENS_ME,
  /** Genesys: the administration of OAuth clients. */
  OAUTH_CLIENTS,
  /** Genesys: the analytics details query. */
  DETAILS_QUERY,
  /** Genesys: notification channels and their topics. */
  NOTIFICATIONS,
  /** Where a stream is opened. */
  STREAM,
  /** Every other protected resource. */
  API,
  /** Nothing is there. */
  UNKNOWN
}
