package dev.keybearer.simulator;

/** What an issuer does with a refresh token that is used. */
public enum RefreshTokens {
  /** Replaces it; using an earlier one is theft. */
  ROTATED,
  /** Keeps it, and says so by sending it again. */
  KEPT,
  /** Keeps it, and sends none. */
  KEPT_UNSAID
}
