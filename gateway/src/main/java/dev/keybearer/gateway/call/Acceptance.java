package dev.keybearer.gateway.call;

import dev.keybearer.gateway.field.Challenger;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.verification.Verifier;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whose calls a route takes. */
public sealed interface Acceptance {
  /** Anybody's. */
  record Anyone() implements Acceptance {}

  /**
   * Those of whoever presents a token that meets one of these demands.
   *
   * @param verifier of the tokens of all their issuers
   * @param challenger tells the others how to come in
   * @param proving how callers show that tokens are theirs, or null where they need not
   */
  record Bearers(
      Verifier verifier, Challenger challenger, List<Demand> demands, @Nullable Proving proving)
      implements Acceptance {
    /** An acceptance of tokens that come without proof. */
    public Bearers(Verifier verifier, Challenger challenger, List<Demand> demands) {
      this(verifier, challenger, demands, null);
    }

    /** An acceptance. */
    public Bearers {
      demands = List.copyOf(demands);
    }
  }

  /**
   * How callers show that tokens are theirs (RFC 9449).
   *
   * @param needed whether a token that is bound to no key is refused
   * @param origins of the addresses that callers use, without a slash at the end; where none is of
   *     the host they name, proofs are held against the first
   * @param nonce what proofs have to hold, or null when nothing
   */
  record Proving(boolean needed, List<String> origins, Supplier<@Nullable String> nonce) {
    /** A way to prove; there is an origin at least. */
    public Proving {
      origins = List.copyOf(origins);
      if (origins.isEmpty()) {
        throw new IllegalArgumentException("proofs are held against an address: name its origin");
      }
    }

    /** The origin of a call to this host, as in {@code api.example.com:8443}. */
    public String origin(String authority) {
      for (String origin : origins) {
        if (origin.regionMatches(true, origin.indexOf("//") + 2, authority, 0, authority.length())
            && origin.length() == origin.indexOf("//") + 2 + authority.length()) {
          return origin;
        }
      }
      return origins.getFirst();
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
