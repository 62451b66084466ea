package dev.keybearer.cli.config;

import dev.keybearer.cli.config.TokenOrigin.OfCredential;
import dev.keybearer.cli.config.shape.Place;
import dev.keybearer.cli.config.source.Problem.Kind;
import java.util.Map;
import java.util.stream.Stream;

/** Looks for exchanges that never get a first token, because each waits for another. */
final class Exchanges {
  /** Exchanges behind one token; each costs a call to an issuer. */
  static final int MOST = 8;

  private final Map<String, CredentialConfig> credentials;

  private Exchanges(Map<String, CredentialConfig> credentials) {
    this.credentials = credentials;
  }

  static void check(Map<String, CredentialConfig> credentials, Place section) {
    Exchanges exchanges = new Exchanges(credentials);
    for (String name : credentials.keySet()) {
      if (!exchanges.end(name, MOST)) {
        Place place = section.below(name).below(ExchangeConfig.SUBJECT);
        place.report(
            place
                .problem(
                    Kind.CONFLICT, "leads back to itself, or through more than " + MOST + " others")
                .withHelp("let one of them come from another grant"));
      }
    }
  }

  private boolean end(String name, int left) {
    CredentialConfig credential = credentials.get(name);
    if (credential == null || !(credential.grant() instanceof ExchangeConfig exchange)) {
      return true;
    }
    return left > 0
        && Stream.of(exchange.subject(), exchange.actor())
            .allMatch(o -> !(o instanceof OfCredential other) || end(other.name(), left - 1));
  }
}
