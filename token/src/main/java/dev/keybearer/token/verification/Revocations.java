package dev.keybearer.token.verification;

/** Knows which tokens were ended early. Asked on every judgement, so it answers from memory. */
public interface Revocations {
  /** Whether a token with these claims was ended early. */
  boolean isRevoked(Claims claims);

  /** Nothing is ever ended early. */
  static Revocations none() {
    return claims -> false;
  }
}
