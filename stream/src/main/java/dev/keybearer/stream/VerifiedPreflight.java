package dev.keybearer.stream;

import dev.keybearer.token.Scopes;
import dev.keybearer.token.Token;
import dev.keybearer.token.verification.Claims;
import dev.keybearer.token.verification.Presentation;
import dev.keybearer.token.verification.Verdict;
import dev.keybearer.token.verification.VerificationFailure;
import dev.keybearer.token.verification.Verified;
import dev.keybearer.token.verification.Verifier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges a token as whoever it is shown to would, where its issuer publishes keys or is asked: one
 * that is no good is renewed instead of shown. What cannot be judged from here is let through,
 * since it is the provider that decides.
 */
public final class VerifiedPreflight implements Preflight {
  /** Keys are fetched once in a while; a dial may wait for that. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Verifier verifier;
  private final Demand demand;

  private VerifiedPreflight(Verifier verifier, Demand demand) {
    this.verifier = verifier;
    this.demand = demand;
  }

  /** A look through this verifier's eyes. */
  public static VerifiedPreflight by(Verifier verifier) {
    return new VerifiedPreflight(verifier, Demand.NONE);
  }

  /** The same, for a token that is to be all that too. */
  public VerifiedPreflight demanding(Demand more) {
    return new VerifiedPreflight(verifier, more);
  }

  @Override
  public void check(Token token, List<Topic> topics) {
    Verdict verdict = judged(token);
    if (verdict instanceof Verdict.Refused refused) {
      throw refused(token, refused);
    }
    if (verdict instanceof Verified verified) {
      checkClaims(verified.claims());
    }
  }

  /** Null when nobody can tell from here; the provider will. */
  private @Nullable Verdict judged(Token token) {
    try {
      return verifier.judge(Presentation.bearer(token.value()), demand.scopes, PATIENCE);
    } catch (VerificationFailure e) {
      return null;
    }
  }

  private static StreamFailure refused(Token token, Verdict.Refused refused) {
    boolean lacking = !refused.missing().isEmpty();
    return new StreamFailure(
        lacking ? StreamFailure.Kind.FORBIDDEN : StreamFailure.Kind.UNAUTHENTICATED,
        "token " + token.fingerprint() + " would be refused: " + refused.detail());
  }

  private void checkClaims(Claims claims) {
    boolean hasAny =
        demand.anyScope.isEmpty()
            || demand.anyScope.words().stream().anyMatch(claims.scopes().words()::contains);
    if (!hasAny) {
      throw new StreamFailure(
          StreamFailure.Kind.FORBIDDEN, "the token has none of the scopes " + demand.anyScope);
    }
    demand.claims.forEach(
        (name, value) -> {
          if (!value.equals(claims.text(name))) {
            throw new StreamFailure(
                StreamFailure.Kind.FORBIDDEN,
                "the token has another " + name + " than is asked for");
          }
        });
  }

  /**
   * What a token is to be besides good.
   *
   * @param scopes all of which it has
   * @param anyScope one of which it has; empty when that does not matter
   * @param claims what it says, by the name of the claim
   */
  public record Demand(Scopes scopes, Scopes anyScope, Map<String, String> claims) {
    static final Demand NONE = new Demand(Scopes.none(), Scopes.none(), Map.of());

    /** Copies the claims. */
    public Demand {
      claims = Map.copyOf(claims);
    }
  }
}
