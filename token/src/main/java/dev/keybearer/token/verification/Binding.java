package dev.keybearer.token.verification;

import org.jspecify.annotations.Nullable;

/** Holds a token that is bound to a key or certificate against what came with it. */
interface Binding {
  /** Why the presentation does not show that the token is the caller's, or null when it does. */
  Verdict.@Nullable Refused objection(Claims claims, Presentation presented);
}
