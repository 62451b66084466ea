package dev.keybearer.token.verification;

import dev.keybearer.token.Fingerprint;
import dev.keybearer.token.Fingerprinter;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of the text of a token, which nobody keeps.
 *
 * @param content the key of what is signed, or null when it is not signed
 */
record TokenName(Fingerprint fingerprint, @Nullable TargetKey content) {
  /** Looks at a text once. */
  static TokenName of(String token, Fingerprinter fingerprinter) {
    return new TokenName(fingerprinter.of(token), Target.Content.keyOf(token));
  }
}
