package dev.keybearer.token.verification;

import dev.keybearer.token.Scopes;

/** What became of a presented token. That nobody could find out is no verdict but a failure. */
public sealed interface Verdict permits Verified, Verdict.Refused {
  /**
   * No.
   *
   * @param detail for ledgers, logs and the owner of the token: what was found, never the token
   * @param missing the scopes that are missing, none unless that is the reason
   */
  record Refused(Reason reason, String detail, Scopes missing) implements Verdict {
    static Refused of(Reason reason, String detail) {
      return new Refused(reason, detail, Scopes.none());
    }
  }
}
