package dev.keybearer.benchmark.library;

import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** jose4j. */
@State(Scope.Benchmark)
public class VerifyJose4j {
  /** How the token is signed. */
  @Param({"RS256", "ES256", "EdDSA"})
  public String algorithm = "";

  /** Who checks signatures. */
  @Param({"platform", "corretto"})
  public String crypto = "";

  private String token = "";
  private JwtConsumer consumer;

  /** Signs the token. */
  @Setup(Level.Trial)
  public void sign() {
    Signed signed = Signed.with(algorithm, crypto);
    token = signed.text();
    consumer =
        new JwtConsumerBuilder()
            .setVerificationKey(signed.key())
            .setExpectedIssuer(Signed.ISSUER)
            .setExpectedAudience(Signed.AUDIENCE)
            .setRequireExpirationTime()
            .setJwsAlgorithmConstraints(ConstraintType.PERMIT, algorithm)
            .build();
  }

  /** {@code consumer.processToClaims(token)}. */
  @Benchmark
  public JwtClaims consume() throws InvalidJwtException {
    return consumer.processToClaims(token);
  }
}
