package dev.keybearer.benchmark.library;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Nimbus JOSE+JWT: its verifier used directly, and its processor. */
@State(Scope.Benchmark)
public class VerifyNimbus {
  /** How the token is signed. */
  @Param({"RS256", "ES256", "EdDSA"})
  public String algorithm = "";

  /** Who checks signatures. */
  @Param({"platform", "corretto"})
  public String crypto = "";

  private String token = "";
  private JWSVerifier verifier;
  private DefaultJWTClaimsVerifier<SecurityContext> claims;
  private DefaultJWTProcessor<SecurityContext> processor;

  /** Signs the token. */
  @Setup(Level.Trial)
  public void sign() throws ParseException, JOSEException {
    Signed signed = Signed.with(algorithm, crypto);
    token = signed.text();
    JWK jwk = JWK.parse(signed.jwk());
    JWTClaimsSet exact = new JWTClaimsSet.Builder().issuer(Signed.ISSUER).build();
    claims = new DefaultJWTClaimsVerifier<>(Signed.AUDIENCE, exact, Set.of("exp"));
    verifier =
        switch (algorithm) {
          case "RS256" -> new RSASSAVerifier(jwk.toRSAKey());
          case "ES256" -> new ECDSAVerifier(jwk.toECKey());
          default -> new Ed25519Verifier(jwk.toOctetKeyPair());
        };
    processor = new DefaultJWTProcessor<>();
    processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt")));
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(
            JWSAlgorithm.parse(algorithm), new ImmutableJWKSet<>(new JWKSet(jwk))));
    processor.setJWTClaimsSetVerifier(claims);
  }

  /** Parsing, the verifier of one key, and the checks of the claims. */
  @Benchmark
  public JWTClaimsSet verifier() throws ParseException, JOSEException, BadJOSEException {
    SignedJWT jwt = SignedJWT.parse(token);
    if (!jwt.verify(verifier)) {
      throw new IllegalStateException("a good token was refused");
    }
    JWTClaimsSet said = jwt.getJWTClaimsSet();
    claims.verify(said, null);
    return said;
  }

  /** What most frameworks use. It has no EdDSA of its own. */
  @Benchmark
  public JWTClaimsSet processor() throws ParseException, JOSEException, BadJOSEException {
    return processor.process(token, null);
  }
}
