package dev.keybearer.simulator;

/** What an issuer does when a scope is asked for that the client is not registered for. */
public enum ScopeRule {
  /** Answers {@code invalid_scope}. */
  REFUSES,
  /** Grants the others. */
  NARROWS
}
