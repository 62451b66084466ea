package dev.keybearer.benchmark.library;

import io.jsonwebtoken.Claims;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** jjwt, with Jackson. */
@State(Scope.Benchmark)
public class VerifyJjwt {
  /** How the token is signed. */
  @Param({"RS256", "ES256", "EdDSA"})
  public String algorithm = "";

  /** Who checks signatures. */
  @Param({"platform", "corretto"})
  public String crypto = "";

  private String token = "";
  private JwtParser parser;

  /** Signs the token. */
  @Setup(Level.Trial)
  public void sign() {
    Signed signed = Signed.with(algorithm, crypto);
    token = signed.text();
    parser =
        Jwts.parser()
            .verifyWith(signed.key())
            .requireIssuer(Signed.ISSUER)
            .requireAudience(Signed.AUDIENCE)
            .build();
  }

  /** {@code parser.parseSignedClaims(token)}. */
  @Benchmark
  public Claims parse() {
    return parser.parseSignedClaims(token).getPayload();
  }
}
