package dev.keybearer.simulator;

/** A way a client shows who it is, as {@code token_endpoint_auth_method} names it. */
public enum ClientAuthentication {
  /** Id and secret in the Authorization header, each form-urlencoded (RFC 6749 section 2.3.1). */
  BASIC("client_secret_basic"),
  /** Id and secret as form parameters. */
  POST("client_secret_post"),
  /** Id and secret in a JSON body, as Auth0 takes them. */
  JSON("client_secret_json"),
  /** A signed assertion (RFC 7523). */
  PRIVATE_KEY_JWT("private_key_jwt"),
  /** The certificate of the TLS connection (RFC 8705 section 2.2). */
  MTLS("self_signed_tls_client_auth"),
  /** Only its id: a public client. */
  NONE("none");

  private final String wire;

  ClientAuthentication(String wire) {
    this.wire = wire;
  }

  /** The name in metadata. */
  public String wire() {
    return wire;
  }
}
