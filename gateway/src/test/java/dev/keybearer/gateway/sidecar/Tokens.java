package dev.keybearer.gateway.sidecar;

import dev.keybearer.token.Fingerprint;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.Summary;
import dev.keybearer.token.Token;
import dev.keybearer.token.renewal.SourceState;
import java.time.Instant;

/** Tokens of a credential, one after the other. */
final class Tokens {
  private static final Instant ENDS = Instant.parse("2026-01-31T08:00:00Z");
  private static final Summary NOTHING = new Summary(0, 0, 0, 100, 0);

  private Tokens() {}

  static Token numbered(long number) {
    return Token.of(
        "Bearer",
        "token-" + number,
        new Fingerprint("%032x".formatted(number)),
        new Token.Terms(number, ENDS, Scopes.none()));
  }

  static SourceState usable(String credential, Token token) {
    return new SourceState(credential, token, true, ENDS, ENDS, NOTHING, null, null, null);
  }

  static SourceState ended(String credential, Token token) {
    return new SourceState(credential, token, false, ENDS, ENDS, NOTHING, null, null, null);
  }
}
