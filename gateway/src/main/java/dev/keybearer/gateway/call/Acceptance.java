package dev.keybearer.gateway.call;

import dev.keybearer.gateway.field.Challenger;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.verification.Verifier;
import java.util.List;
import java.util.Map;

/** Whose calls a route takes. */
public sealed interface Acceptance {
  /** Anybody's. */
  record Anyone() implements Acceptance {}

  /**
   * Those of whoever presents a token that meets one of these demands.
   *
   * @param verifier of the tokens of all their issuers
   * @param challenger tells the others how to come in
   */
  record Bearers(Verifier verifier, Challenger challenger, List<Demand> demands)
      implements Acceptance {
    /** An acceptance. */
    public Bearers {
      demands = List.copyOf(demands);
    }
  }

  /**
   * What a good token of an issuer has to allow.
   *
   * @param issuer its name
   * @param all scopes of which none may be missing
   * @param any scopes of which one must be there; none asks for nothing
   * @param claims texts that have to stand in it
   */
  record Demand(String issuer, Scopes all, Scopes any, Map<String, String> claims) {
    /** A demand. */
    public Demand {
      claims = Map.copyOf(claims);
    }
  }
}
