package dev.keybearer.token.verification;

import dev.keybearer.token.TimeSource;
import dev.keybearer.token.jose.NotCompact;
import dev.keybearer.token.jose.NotKeys;
import dev.keybearer.token.verification.Verdict.Refused;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges whether whoever presents a token holds the key that it is bound to (RFC 9449 section 4.3).
 * One for a process, so that a proof is used once in all of it. Safe for use by many threads.
 */
final class Possession {
  private static final Refused PLAIN =
      Refused.of(Reason.UNPROVED, "it is bound to a key and came without a proof");
  private static final Refused NOT_ONE =
      Refused.of(Reason.PROOF, "one DPoP proof is expected, and none or several came");
  private static final Refused OTHER_KEY =
      Refused.of(Reason.UNPROVED, "it is bound to another key than that of the DPoP proof");
  private static final Refused NO_NONCE =
      Refused.of(Reason.NONCE, "the DPoP proof has no nonce of ours that is still good");
  private static final Refused REPLAYED =
      Refused.of(Reason.REPLAYED, "the DPoP proof was used before");

  private final Proofs proofs;
  private final TimeSource time;
  private final SeenProofs seen;
  private final @Nullable Nonces nonces;

  Possession(Proofs proofs, TimeSource time) {
    this.proofs = proofs;
    this.time = time;
    this.seen = new SeenProofs(proofs, time);
    this.nonces =
        proofs.nonceKey() == null ? null : new Nonces(proofs.nonceKey(), proofs.ahead(), time);
  }

  /** The nonce that proofs should have from now on, or null when they need none. */
  @Nullable String nonce() {
    return nonces == null ? null : nonces.current();
  }

  /**
   * Why the presentation does not show that the caller holds the key of this thumbprint, or null
   * when it does. A proof that passes is used up.
   */
  @Nullable Refused objection(String thumbprint, Presentation presented) {
    Presentation.Request request = presented.request();
    if (presented.scheme() != Presentation.Scheme.DPOP || request == null) {
      return PLAIN;
    }
    List<String> values = request.proofs();
    if (values.size() != 1) {
      return NOT_ONE;
    }
    try {
      DpopProof proof = DpopProof.parse(values.get(0));
      if (!proof.thumbprint().equals(thumbprint)) {
        return OTHER_KEY;
      }
      String objection = proof.objection(demand(presented.token(), request));
      return objection == null ? spent(proof) : refused(objection);
    } catch (NotCompact | NotKeys e) {
      return refused(String.valueOf(e.getMessage()));
    }
  }

  private DpopProof.Demand demand(String token, Presentation.Request request) {
    DpopProof.Window window = DpopProof.Window.at(time.wall().toEpochMilli(), proofs);
    return new DpopProof.Demand(token, request, window, proofs.algorithms());
  }

  /** A proof without a good nonce is made again, and so is not used up. */
  private @Nullable Refused spent(DpopProof proof) {
    if (nonces != null && !nonces.accepts(proof.nonce())) {
      return NO_NONCE;
    }
    return seen.isFirst(proof.thumbprint(), proof.id()) ? null : REPLAYED;
  }

  private static Refused refused(String objection) {
    return Refused.of(Reason.PROOF, "the DPoP proof does not count: " + objection);
  }
}
