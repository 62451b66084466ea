package dev.keybearer.cli.wiring;

import dev.keybearer.cli.config.AcceptedTokens;
import dev.keybearer.stream.Preflight;
import dev.keybearer.stream.StreamFailure;
import dev.keybearer.stream.Topic;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.Token;
import dev.keybearer.token.verification.Claims;
import dev.keybearer.token.verification.Presentation;
import dev.keybearer.token.verification.Verdict;
import dev.keybearer.token.verification.VerificationFailure;
import dev.keybearer.token.verification.Verified;
import dev.keybearer.token.verification.Verifier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges a token of ours by everything that a config expects of it, before its provider is dialled:
 * beside what {@link dev.keybearer.stream.VerifiedPreflight} looks at, its scopes and claims.
 */
final class TokenVerification implements Preflight {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Verifier verifier;
  private final AcceptedTokens expected;

  TokenVerification(Verifier verifier, AcceptedTokens expected) {
    this.verifier = verifier;
    this.expected = expected;
  }

  @Override
  public void check(Token token, List<Topic> topics) {
    switch (judged(token)) {
      case null -> {} // nobody can tell from here; the provider will
      case Verdict.Refused refused -> throw refused(refused);
      case Verified verified -> checkClaims(verified.claims());
    }
  }

  private @Nullable Verdict judged(Token token) {
    try {
      return verifier.judge(
          Presentation.bearer(token.value()), Scopes.of(expected.scopes()), PATIENCE);
    } catch (VerificationFailure e) {
      return null;
    }
  }

  private static StreamFailure refused(Verdict.Refused refused) {
    boolean lacking = !refused.missing().isEmpty();
    return new StreamFailure(
        lacking ? StreamFailure.Kind.FORBIDDEN : StreamFailure.Kind.UNAUTHENTICATED,
        "the token is not what verify asks for: " + refused.detail());
  }

  private void checkClaims(Claims claims) {
    Scopes any = Scopes.of(expected.anyScope());
    boolean hasAny =
        any.isEmpty() || any.words().stream().anyMatch(claims.scopes().words()::contains);
    if (!hasAny) {
      throw new StreamFailure(
          StreamFailure.Kind.FORBIDDEN, "the token has none of the scopes " + any);
    }
    for (Map.Entry<String, String> claim : expected.claims().entrySet()) {
      if (!claim.getValue().equals(claims.text(claim.getKey()))) {
        throw new StreamFailure(
            StreamFailure.Kind.FORBIDDEN,
            "the token has another " + claim.getKey() + " than verify asks for");
      }
    }
  }
}
