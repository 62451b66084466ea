package dev.keybearer.token.verification;

import dev.keybearer.token.ReceiptCheck;
import dev.keybearer.token.verification.Verdict.Refused;
import java.time.Duration;
import java.time.Instant;

/**
 * Holds a token of our own against an expectation. That nobody can tell, because keys cannot be
 * had, lets it pass. Safe for use by many threads.
 */
final class ExpectedOnReceipt implements ReceiptCheck {
  /** A renewal waits for keys no longer: most often they are there before the first token. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Verifier verifier;

  ExpectedOnReceipt(Verifier verifier) {
    this.verifier = verifier;
  }

  @Override
  public Finding check(Received received) {
    Verdict verdict;
    try {
      Presentation presented = Presentation.bearer(received.token());
      verdict = verifier.judge(presented, received.required(), PATIENCE);
    } catch (VerificationFailure e) {
      return new Finding.Unknown(String.valueOf(e.getMessage()));
    }
    if (verdict instanceof Refused refused) {
      return new Finding.Bad(refused.detail());
    }
    return lived(((Verified) verdict).claims(), received.ends());
  }

  /**
   * A source uses a token until the end that came with it: the token's own may not be earlier by
   * more than clocks differ. Good while {@code exp >= ends - 60 s}.
   */
  private static Finding lived(Claims claims, Instant ends) {
    Instant own = claims.expiresAt();
    if (own == null || !own.isBefore(ends.minus(Times.CEILING))) {
      return new Finding.Good();
    }
    return new Finding.Bad(
        "it ends " + Words.of(Duration.between(own, ends)) + " before what expires_in says");
  }
}
