package dev.keybearer.gateway.stage;

import dev.keybearer.gateway.call.Acceptance.Bearers;
import dev.keybearer.gateway.call.Acceptance.Demand;
import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.Ground;
import dev.keybearer.gateway.call.Refusal;
import dev.keybearer.gateway.call.Stage;
import dev.keybearer.gateway.call.Step;
import dev.keybearer.gateway.field.Credentials.Presented;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.verification.Claims;
import dev.keybearer.token.verification.Presentation.Scheme;
import dev.keybearer.token.verification.Reason;
import dev.keybearer.token.verification.Verdict;
import dev.keybearer.token.verification.Verified;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether who calls may take the route. What is missing is told to the ledger; the caller
 * is told only the scopes that the route names anyway.
 */
final class Authorise implements Stage {
  private static final Objection FOREIGN =
      new Objection("the route is not for tokens of its issuer", Scopes.none());

  @Override
  public Step take(Call call) {
    Verified caller = call.caller();
    if (caller == null || !(call.way().accept() instanceof Bearers bearers)) {
      return Step.Next.NEXT; // everybody may, or the route only reports
    }
    Objection objection = objection(caller, bearers);
    return objection == null ? Step.Next.NEXT : call.object(refusal(call, bearers, objection));
  }

  private static @Nullable Objection objection(Verified caller, Bearers bearers) {
    for (Demand demand : bearers.demands()) {
      if (demand.issuer().equals(caller.issuer().name())) {
        return objection(caller.claims(), demand);
      }
    }
    return FOREIGN;
  }

  private static @Nullable Objection objection(Claims claims, Demand demand) {
    Scopes scopes = claims.scopes();
    if (!scopes.containsAll(demand.all())) {
      Scopes missing = scopes.missing(demand.all());
      return new Objection("its token lacks the scopes " + missing, missing);
    }
    if (!demand.any().isEmpty() && !hasAny(scopes, demand.any())) {
      return new Objection("its token has none of the scopes " + demand.any(), demand.any());
    }
    for (Map.Entry<String, String> claim : demand.claims().entrySet()) {
      if (!claim.getValue().equals(claims.text(claim.getKey()))) {
        return new Objection(
            "its token has another " + claim.getKey() + " than the route asks for", Scopes.none());
      }
    }
    return null;
  }

  private static boolean hasAny(Scopes scopes, Scopes any) {
    return any.missing(scopes).words().size() < scopes.words().size();
  }

  private static Refusal refusal(Call call, Bearers bearers, Objection objection) {
    Verdict.Refused refused =
        new Verdict.Refused(Reason.SCOPE, objection.words(), objection.missing());
    return Refusal.of(
        Ground.NOT_ALLOWED,
        bearers.challenger().refused(refused, scheme(call), Authenticate.nonce(bearers)),
        objection.words());
  }

  /** The scheme that its token came under. */
  private static Scheme scheme(Call call) {
    return Authenticate.carried(call) instanceof Presented presented
        ? presented.scheme()
        : Scheme.BEARER; // in the query, which knows no other
  }

  private record Objection(String words, Scopes missing) {}
}
