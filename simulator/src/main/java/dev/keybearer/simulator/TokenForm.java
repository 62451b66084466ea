package dev.keybearer.simulator;

/** What access tokens look like. */
public enum TokenForm {
  /** A signed JSON Web Token per RFC 9068. */
  JWT,
  /** Random characters. */
  OPAQUE
}
