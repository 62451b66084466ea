package dev.keybearer.token.verification;

import java.time.Duration;

/**
 * Asks whoever issued a token what it is: for tokens that nobody else can read. Answers are kept
 * for a while by the verifier, and one token is asked about once at a time.
 */
public interface TokenCheck {
  /**
   * Asks about one token. May take as long as the limit; called on a thread that may wait.
   *
   * @return what the issuer says about it
   * @throws VerificationFailure when the issuer gave no usable answer; nobody is asked again before
   *     its {@code retryAt}
   */
  Finding ask(String token, Duration limit);

  /** What an issuer says about a token. */
  sealed interface Finding {
    /**
     * The token is good.
     *
     * @param claims what the issuer says about it, as the JSON of one object
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares answers
    record Active(byte[] claims) implements Finding {}

    /** The token is not good, or not known: issuers tell no difference. */
    record Inactive() implements Finding {}

    /**
     * The issuer answered, and nobody can tell from the answer what this token is; it may answer
     * well about another.
     *
     * @param why for ledgers and logs
     */
    record Unclear(String why) implements Finding {}
  }
}
