package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Word;

/** How a client proves to an issuer who it is. */
public enum ClientAuthentication implements Word {
  /** Its secret in the Authorization header. */
  BASIC,
  /** Its secret in the form. */
  POST,
  /** Its secret in a JSON body. */
  JSON,
  /** A JWT that it signs. */
  PRIVATE_KEY_JWT,
  /** Its TLS certificate. */
  MTLS,
  /** Not at all: a public client. */
  NONE
}
