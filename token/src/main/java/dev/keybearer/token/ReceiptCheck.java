package dev.keybearer.token;

import java.time.Instant;

/**
 * Looks at the tokens that our own sources obtain, before anybody uses them. Called on the thread
 * that renews, which may wait for a second or two.
 */
public interface ReceiptCheck {
  /** What is found about a token. */
  Finding check(Received received);

  /** What a check finds. */
  sealed interface Finding {
    /** The token is what it should be. */
    record Good() implements Finding {}

    /**
     * The token must not be used.
     *
     * @param why what is wrong with it, without anything of its text
     */
    record Bad(String why) implements Finding {}

    /**
     * Nobody can tell now. The token is used: what hinders a check must not end renewals too.
     *
     * @param why what was in the way
     */
    record Unknown(String why) implements Finding {}
  }

  /**
   * A token that came from its issuer. Its text form shows nothing of it.
   *
   * @param token its text
   * @param ends when it ends by what the issuer said along with it
   * @param required the scopes without which it is of no use
   */
  record Received(String token, Instant ends, Scopes required) {
    @Override
    public String toString() {
      return "Received[until " + ends + ", " + required + "]";
    }
  }
}
