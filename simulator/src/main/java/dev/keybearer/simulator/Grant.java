package dev.keybearer.simulator;

/** One way of getting a token, seen from the issuer. */
@FunctionalInterface
interface Grant {
  /** Decides about a request. */
  Ruling rule(GrantAsk ask);
}
