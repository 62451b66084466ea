package dev.keybearer.benchmark.library;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Vert.x auth. */
@State(Scope.Benchmark)
public class VerifyVertx {
  /** How the token is signed. */
  @Param({"RS256", "ES256", "EdDSA"})
  public String algorithm = "";

  /** Who checks signatures. */
  @Param({"platform", "corretto"})
  public String crypto = "";

  private final Vertx vertx = Vertx.vertx();
  private TokenCredentials token;
  private JWTAuth auth;

  /** Signs the token. */
  @Setup(Level.Trial)
  public void sign() {
    Signed signed = Signed.with(algorithm, crypto);
    token = new TokenCredentials(signed.text());
    auth =
        JWTAuth.create(
            vertx,
            new JWTAuthOptions()
                .setJWTOptions(
                    new JWTOptions().setIssuer(Signed.ISSUER).addAudience(Signed.AUDIENCE))
                .addJwk(new JsonObject(signed.jwk())));
  }

  /** Ends its threads. */
  @TearDown(Level.Trial)
  public void close() {
    vertx.close();
  }

  /** {@code auth.authenticate(credentials)}, which answers in the calling thread. */
  @Benchmark
  public User authenticate() throws Exception {
    return auth.authenticate(token)
        .toCompletionStage()
        .toCompletableFuture()
        .get(5, TimeUnit.SECONDS);
  }
}
