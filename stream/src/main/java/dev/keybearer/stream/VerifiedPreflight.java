package dev.keybearer.stream;

import dev.keybearer.token.Token;
import dev.keybearer.token.verification.Presentation;
import dev.keybearer.token.verification.Verdict;
import dev.keybearer.token.verification.VerificationFailure;
import dev.keybearer.token.verification.Verifier;
import java.time.Duration;
import java.util.List;

/**
 * Judges a token as whoever it is shown to would, where its issuer publishes keys: one that is no
 * good is renewed instead of shown. What cannot be judged from here is let through, since it is the
 * provider that decides.
 */
public final class VerifiedPreflight implements Preflight {
  /** Keys are fetched once in a while; a dial may wait for that. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Verifier verifier;

  private VerifiedPreflight(Verifier verifier) {
    this.verifier = verifier;
  }

  /** A look through this verifier's eyes. */
  public static VerifiedPreflight by(Verifier verifier) {
    return new VerifiedPreflight(verifier);
  }

  @Override
  public void check(Token token, List<Topic> topics) {
    try {
      Verdict verdict = verifier.judge(Presentation.bearer(token.value()), PATIENCE);
      if (verdict instanceof Verdict.Refused refused) {
        throw new StreamFailure(
            StreamFailure.Kind.UNAUTHENTICATED,
            "token " + token.fingerprint() + " would be refused: " + refused.reason());
      }
    } catch (VerificationFailure e) {
      // Nobody can tell from here; the provider will.
    }
  }
}
