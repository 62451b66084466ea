package dev.keybearer.benchmark.library;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTVerifier;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.interfaces.DecodedJWT;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** auth0 java-jwt, which knows no EdDSA. */
@State(Scope.Benchmark)
public class VerifyAuth0 {
  /** How the token is signed. */
  @Param({"RS256", "ES256"})
  public String algorithm = "";

  /** Who checks signatures. */
  @Param({"platform", "corretto"})
  public String crypto = "";

  private String token = "";
  private JWTVerifier verifier;

  /** Signs the token. */
  @Setup(Level.Trial)
  public void sign() {
    Signed signed = Signed.with(algorithm, crypto);
    token = signed.text();
    Algorithm check =
        algorithm.equals("RS256")
            ? Algorithm.RSA256((RSAPublicKey) signed.key(), null)
            : Algorithm.ECDSA256((ECPublicKey) signed.key(), null);
    verifier = JWT.require(check).withIssuer(Signed.ISSUER).withAudience(Signed.AUDIENCE).build();
  }

  /** {@code verifier.verify(token)}. */
  @Benchmark
  public DecodedJWT verify() {
    return verifier.verify(token);
  }
}
