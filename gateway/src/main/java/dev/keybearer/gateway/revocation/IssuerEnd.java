package dev.keybearer.gateway.revocation;

import dev.keybearer.token.secret.Secret;

/** Ends tokens where they were issued. */
public interface IssuerEnd {
  /** Asks whoever issued this token to end it, and waits; whether that was confirmed. */
  boolean end(Secret token);

  /** Nobody is asked. */
  static IssuerEnd none() {
    return token -> false;
  }
}
