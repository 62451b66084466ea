package dev.keybearer.benchmark.library;

import dev.keybearer.token.Issuer;
import dev.keybearer.token.verification.Claims;
import dev.keybearer.token.verification.Expectation;
import dev.keybearer.token.verification.Keys;
import dev.keybearer.token.verification.Presentation;
import dev.keybearer.token.verification.Verified;
import dev.keybearer.token.verification.Verifier;
import dev.keybearer.token.verification.Verifiers;
import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Keybearer's verifier: a token that is judged for the first time, and one that is known. */
@State(Scope.Benchmark)
public class VerifyKeybearer {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** How the token is signed. */
  @Param({"RS256", "ES256", "EdDSA"})
  public String algorithm = "";

  /** Who checks signatures. */
  @Param({"platform", "corretto"})
  public String crypto = "";

  private Verifiers forgetful;
  private Verifiers mindful;
  private Verifier anew;
  private Verifier known;
  private String token = "";

  /** Signs the token. */
  @Setup(Level.Trial)
  public void sign() {
    Signed signed = Signed.with(algorithm, crypto);
    token = signed.text();
    Expectation expectation =
        Expectation.of(Issuer.oidc(Signed.ISSUER), Signed.AUDIENCE)
            .withKeys(new Keys.Given("{\"keys\":[" + signed.jwk() + "]}"));
    forgetful = Verifiers.open(Verifiers.Options.STANDARD.withMostVerdicts(0));
    mindful = Verifiers.open();
    anew = forgetful.of(expectation);
    known = mindful.of(expectation);
  }

  /** Ends the threads. */
  @TearDown(Level.Trial)
  public void close() {
    forgetful.close();
    mindful.close();
  }

  /** A verifier that remembers no verdict. */
  @Benchmark
  public Claims anew() {
    return claims(anew);
  }

  /** A verifier that has judged this token before. */
  @Benchmark
  public Claims cached() {
    return claims(known);
  }

  private Claims claims(Verifier verifier) {
    if (verifier.judge(Presentation.bearer(token), PATIENCE) instanceof Verified verified) {
      return verified.claims();
    }
    throw new IllegalStateException("a good token was refused");
  }
}
