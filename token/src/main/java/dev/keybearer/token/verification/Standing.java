package dev.keybearer.token.verification;

import dev.keybearer.token.Scopes;
import dev.keybearer.token.verification.Verdict.Refused;
import org.jspecify.annotations.Nullable;

/**
 * What may have changed since a token was judged, or differs from one use to the next. Safe for use
 * by many threads.
 */
final class Standing {
  private static final Refused REVOKED = Refused.of(Reason.REVOKED, "it was ended early");

  private final Revocations revocations;
  private final Binding binding;

  Standing(Revocations revocations, Binding binding) {
    this.revocations = revocations;
    this.binding = binding;
  }

  /** Why a good token may not be used like this now, or null when it may. */
  @Nullable Refused objection(Verified verified, Presentation presented, Scopes needed) {
    Claims claims = verified.claims();
    Refused refused = revoked(verified);
    if (refused == null) {
      refused = unproved(claims, presented);
    }
    return refused == null ? unscoped(claims, verified.required(), needed) : refused;
  }

  @Nullable Refused revoked(Verified verified) {
    return revocations.isRevoked(verified) ? REVOKED : null;
  }

  @Nullable Refused unproved(Claims claims, Presentation presented) {
    return binding.objection(claims, presented);
  }

  @Nullable Refused unscoped(Claims claims, Scopes always, Scopes needed) {
    if (claims.scopes().containsAll(always) && claims.scopes().containsAll(needed)) {
      return null;
    }
    Scopes missing =
        Scopes.parse(claims.scopes().missing(always) + " " + claims.scopes().missing(needed));
    return new Refused(Reason.SCOPE, "it lacks the scopes " + missing, missing);
  }
}
