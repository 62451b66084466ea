package dev.keybearer.token.verification;

/** Knows which tokens were ended early. Asked on every judgement, so it answers from memory. */
public interface Revocations {
  /** Whether this token was ended early; see {@link Verified#targets()}. */
  boolean isRevoked(Verified verified);

  /** Nothing is ever ended early. */
  static Revocations none() {
    return verified -> false;
  }
}
