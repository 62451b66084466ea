package dev.keybearer.token.verification;

import dev.keybearer.token.Issuer;
import dev.keybearer.token.Scopes;

/**
 * Yes: a token that was judged, and the only way to its claims. Only a {@link Verifier} makes one.
 * Immutable.
 */
public final class Verified implements Verdict {
  private final Expectation expectation;
  private final Claims claims;

  Verified(Expectation expectation, Claims claims) {
    this.expectation = expectation;
    this.claims = claims;
  }

  /** Whose token it is. */
  public Issuer issuer() {
    return expectation.issuer();
  }

  /** What it says. */
  public Claims claims() {
    return claims;
  }

  /** The scopes that every token of its issuer must have. */
  Scopes required() {
    return expectation.required();
  }

  /** Whose it is and until when, and nothing of its text. */
  @Override
  public String toString() {
    return "Verified[" + issuer().name() + ", " + claims + "]";
  }
}
