package dev.keybearer.token.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.SimulatedIssuer;
import dev.keybearer.simulator.World;
import dev.keybearer.simulator.jose.Algorithm;
import dev.keybearer.simulator.jose.Jws;
import dev.keybearer.simulator.jose.SigningKey;
import dev.keybearer.token.FakeTime;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.RecordingRecorder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A simulated issuer with a client, verifiers of its tokens, and a time that a test moves. */
final class JudgingScene implements AutoCloseable {
  static final String AUDIENCE = "orders";
  static final Duration PATIENCE = Duration.ofSeconds(10);

  final World world = World.open();
  final SimulatedIssuer issuer = world.issuer("corp");
  final FakeTime time;
  final RecordingRecorder recorder = new RecordingRecorder();
  final Verifiers verifiers;

  JudgingScene() {
    this(Verifiers.Options.STANDARD);
  }

  JudgingScene(Verifiers.Options options) {
    world.clock().freeze();
    Instant second = world.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    world.clock().set(second); // tokens know whole seconds only
    time = new FakeTime(world.clock().instant());
    issuer.client("app").audience(AUDIENCE).scopes("orders:read", "orders:write");
    verifiers = Verifiers.open(options.withTime(time).withRecorder(recorder));
  }

  Issuer issuer() {
    return Issuer.oidc(issuer.uri().toString());
  }

  Expectation expectation() {
    return Expectation.of(issuer(), AUDIENCE);
  }

  Verifier verifier() {
    return verifiers.of(expectation());
  }

  /** A good token. */
  String token() {
    return issuer.mint("app");
  }

  /** The claims of a good token, as the JSON of one object. */
  String claims() {
    return Jws.parse(token()).payload();
  }

  /** Signs claims with a key of the issuer, under an honest header. */
  String sign(Algorithm algorithm, String claims) {
    SigningKey key = issuer.keys().key(algorithm);
    return Jws.sign(key, header(key), claims);
  }

  String sign(String claims) {
    return sign(Algorithm.ES256, claims);
  }

  static String header(SigningKey key) {
    return "{\"alg\":\""
        + key.algorithm().jose()
        + "\",\"kid\":\""
        + key.id()
        + "\",\"typ\":\"at+jwt\"}";
  }

  Verdict judge(String token) {
    return judge(verifier(), token);
  }

  static Verdict judge(Verifier verifier, String token) {
    return verifier.judge(Presentation.bearer(token), PATIENCE);
  }

  /** The reason for which a token is refused. */
  Reason refusal(String token) {
    return refusal(verifier(), token);
  }

  static Reason refusal(Verifier verifier, String token) {
    Verdict verdict = judge(verifier, token);
    assertThat(verdict).isInstanceOf(Verdict.Refused.class);
    return ((Verdict.Refused) verdict).reason();
  }

  /** A token has to be good; what it says. */
  Claims accepted(String token) {
    return accepted(verifier(), token);
  }

  static Claims accepted(Verifier verifier, String token) {
    Verdict verdict = judge(verifier, token);
    assertThat(verdict).isInstanceOf(Verified.class);
    return ((Verified) verdict).claims();
  }

  /** Nobody can find out about a token. */
  static VerificationFailure failure(Verifier verifier, String token) {
    VerificationFailure failure =
        catchThrowableOfType(VerificationFailure.class, () -> judge(verifier, token));
    assertThat(failure).isNotNull();
    return failure;
  }

  /** How often the key set was asked for. */
  int fetches() {
    return issuer.referee().count(Endpoint.JWKS);
  }

  /** Waits in real time until the key set has been asked for so often. */
  void awaitFetches(int count) {
    try {
      assertThat(issuer.referee().await(Endpoint.JWKS, count, PATIENCE)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  /**
   * Time passes for everybody; for whoever judges first, so that no token comes from the future.
   */
  void advance(Duration by) {
    time.advance(by);
    world.clock().advance(by);
  }

  @Override
  public void close() {
    verifiers.close();
    world.close();
  }
}
