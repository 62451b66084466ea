package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Type;
import java.util.List;

/** On whose word a route lets calls through. */
public sealed interface AcceptConfig {
  /** Tokens of an issuer, of several, or the word {@code anonymous}. */
  Type<AcceptConfig> TYPE = new Accepting();

  /** Nobody's: whoever comes. */
  record Anonymous() implements AcceptConfig {}

  /**
   * Tokens of some issuers.
   *
   * @param issuers at least one; a token names which of them it is of
   */
  record Tokens(List<AcceptedTokens> issuers) implements AcceptConfig {}
}
