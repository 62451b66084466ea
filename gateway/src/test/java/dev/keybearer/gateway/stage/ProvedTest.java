package dev.keybearer.gateway.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.call.Acceptance.Bearers;
import dev.keybearer.gateway.call.Acceptance.Proving;
import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.Ground;
import dev.keybearer.gateway.call.Refusal;
import dev.keybearer.gateway.call.Step;
import dev.keybearer.gateway.call.Way;
import dev.keybearer.gateway.field.Challenger;
import dev.keybearer.gateway.scene.Mint;
import dev.keybearer.gateway.scene.Wallet;
import dev.keybearer.gateway.scene.Ways;
import dev.keybearer.token.Algorithm;
import dev.keybearer.token.verification.Presentation.Scheme;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** V21, B4: tokens that are bound to a key, and calls that prove it. */
class ProvedTest {
  private static final String TARGET = "https://api.example.com/orders/1";

  private final CallScene scene = new CallScene();
  private final Mint mint = Mint.open(scene.time);
  private final Wallet wallet = new Wallet();
  private final Authenticate authenticate = new Authenticate(scene.time);
  private final String bound = mint.tokenWith(wallet.confirmation());

  @AfterEach
  void close() {
    mint.close();
  }

  private Way way(boolean needed, @Nullable String nonce) {
    Set<Scheme> schemes = needed ? Set.of(Scheme.DPOP) : Set.of(Scheme.BEARER, Scheme.DPOP);
    Bearers plain = mint.accepting();
    return scene.way(
        Ways.accepting(
            new Bearers(
                plain.verifier(),
                Challenger.of(
                    new Challenger.Offer(null, schemes, Set.of(Algorithm.ES256), Mint.READ)),
                plain.demands(),
                new Proving(
                    needed,
                    List.of("https://api.example.com", "https://other.example.com:8443"),
                    () -> nonce))));
  }

  private Step take(Way way, String authorization, String... fields) {
    List<String> all = new ArrayList<>(List.of(fields));
    all.add("Authorization: " + authorization);
    return authenticate.take(scene.get(way, all.toArray(String[]::new)));
  }

  private String proof(String method, String target) {
    return "DPoP: " + wallet.proof(method, target, bound, scene.time.wall().getEpochSecond());
  }

  @Test
  void knowsWhoCallsWithATokenAndItsProof() {
    Way way = way(true, null);
    Call call = scene.get(way, "Authorization: DPoP " + bound, proof("GET", TARGET));

    assertThat(authenticate.take(call)).isEqualTo(Step.Next.NEXT);
    assertThat(call.caller()).isNotNull();
  }

  @Test
  void letsNoProofCountTwice() {
    Way way = way(true, null);
    String proof = proof("GET", TARGET);
    assertThat(take(way, "DPoP " + bound, proof)).isEqualTo(Step.Next.NEXT);

    Refusal refusal = CallScene.refusal(take(way, "DPoP " + bound, proof));

    assertThat(refusal.status()).isEqualTo(401);
    assertThat(CallScene.value(refusal, "WWW-Authenticate"))
        .isEqualTo("DPoP error=\"invalid_dpop_proof\", algs=\"ES256\"");
    assertThat(take(way, "DPoP " + bound, proof("GET", TARGET))).isEqualTo(Step.Next.NEXT);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, https://api.example.com/orders/1",
    "get,  https://api.example.com/orders/1",
    "GET,  https://api.example.com/orders/2",
    "GET,  https://api.example.com/orders",
    "GET,  http://api.example.com/orders/1",
    "GET,  https://api.example.com:8443/orders/1",
    "GET,  https://evil.example/orders/1",
    "GET,  /orders/1"
  })
  void refusesAProofForAnotherRequest(String method, String target) {
    Refusal refusal =
        CallScene.refusal(take(way(true, null), "DPoP " + bound, proof(method, target)));

    assertThat(refusal.ground()).isEqualTo(Ground.TOKEN_REFUSED);
    assertThat(refusal.error()).isEqualTo("invalid_dpop_proof");
  }

  /** A host that only the caller names is not believed: the proof was made for somebody else. */
  @Test
  void refusesAProofForAHostOnlyTheCallerNames() {
    Way way = way(true, null);
    long now = scene.time.wall().getEpochSecond();
    String proof = wallet.proof("GET", "https://evil.example/orders/1", bound, now);
    Call call =
        scene.raw(
            "GET",
            "/orders/1",
            "Host: evil.example",
            "Authorization: DPoP " + bound,
            "DPoP: " + proof);
    assertThat(new Normalise().take(call)).isEqualTo(Step.Next.NEXT);
    call.takes(way);

    assertThat(CallScene.refusal(authenticate.take(call)).error()).isEqualTo("invalid_dpop_proof");
  }

  @Test
  void takesTheOriginOfTheHostWhereThereAreSeveral() {
    Way way = way(true, null);
    long now = scene.time.wall().getEpochSecond();
    String proof = wallet.proof("GET", "https://other.example.com:8443/orders/1", bound, now);
    Call call =
        scene.raw(
            "GET",
            "/orders/1?page=2",
            "Host: OTHER.example.com:8443",
            "Authorization: DPoP " + bound,
            "DPoP: " + proof);
    assertThat(new Normalise().take(call)).isEqualTo(Step.Next.NEXT);
    call.takes(way);

    assertThat(authenticate.take(call)).isEqualTo(Step.Next.NEXT);
  }

  /** What a caller may escape or not it names as it wrote it: nobody can know our spelling. */
  @ParameterizedTest
  @ValueSource(
      strings = {"/users/a%40b.example", "/times/10%3A30", "/a+b", "/a%2Bb", "/a/./b", "/a/%7eb"})
  void takesAProofForThePathAsItWasWritten(String path) {
    long now = scene.time.wall().getEpochSecond();
    String proof = wallet.proof("GET", "https://api.example.com" + path, bound, now);
    Call call =
        scene.call(
            way(true, null),
            "GET",
            path + "?a=b",
            "Authorization: DPoP " + bound,
            "DPoP: " + proof);

    assertThat(authenticate.take(call)).isEqualTo(Step.Next.NEXT);
  }

  @ParameterizedTest
  @CsvSource({"-60, true", "-61, false", "10, true", "11, false"})
  void takesAProofForAMinuteAndAClockThatIsAheadForTenSeconds(int seconds, boolean taken) {
    Way way = way(true, null);
    long made = scene.time.wall().getEpochSecond() + seconds;
    Step step = take(way, "DPoP " + bound, "DPoP: " + wallet.proof("GET", TARGET, bound, made));

    assertThat(step == Step.Next.NEXT).isEqualTo(taken);
  }

  @Test
  void refusesNoneAndSeveralProofsAndThoseOfOthers() {
    Way way = way(false, null);
    long now = scene.time.wall().getEpochSecond();
    String stolen = new Wallet().proof("GET", TARGET, bound, now);
    String ofOther = wallet.proof("GET", TARGET, mint.token(), now);

    assertThat(take(way, "DPoP " + bound)).isInstanceOf(Step.Refuse.class);
    assertThat(take(way, "DPoP " + bound, proof("GET", TARGET), proof("GET", TARGET)))
        .isInstanceOf(Step.Refuse.class);
    assertThat(take(way, "DPoP " + bound, "DPoP: " + stolen)).isInstanceOf(Step.Refuse.class);
    assertThat(take(way, "DPoP " + bound, "DPoP: " + ofOther)).isInstanceOf(Step.Refuse.class);
    assertThat(take(way, "DPoP " + bound, "DPoP: a.b.c")).isInstanceOf(Step.Refuse.class);
  }

  /** B4: under Bearer a bound token is refused, whatever comes with it. */
  @Test
  void refusesABoundTokenUnderBearer() {
    Way way = way(false, null);

    assertThat(CallScene.refusal(take(way, "Bearer " + bound, proof("GET", TARGET))).status())
        .isEqualTo(401);
    assertThat(CallScene.refusal(take(way, "Bearer " + bound)).error()).isEqualTo("invalid_token");
  }

  @Test
  void letsPlainTokensInUnlessProofsAreNeeded() {
    assertThat(take(way(false, null), "Bearer " + mint.token())).isEqualTo(Step.Next.NEXT);

    Refusal refusal = CallScene.refusal(take(way(true, null), "Bearer " + mint.token()));
    assertThat(refusal.status()).isEqualTo(401);
    assertThat(CallScene.value(refusal, "WWW-Authenticate"))
        .isEqualTo("DPoP error=\"invalid_token\", algs=\"ES256\"");
    assertThat(take(way(true, null), "DPoP " + mint.token(), proof("GET", TARGET)))
        .isInstanceOf(Step.Refuse.class);
  }

  /** Section 9: whoever has no nonce is given one. */
  @Test
  void tellsTheNonceWithEveryRefusal() {
    Way way = way(true, "n1");

    assertThat(CallScene.value(CallScene.refusal(take(way, "DPoP " + bound)), "DPoP-Nonce"))
        .isEqualTo("n1");
    assertThat(
            CallScene.value(
                CallScene.refusal(authenticate.take(scene.get(way, "X-A: b"))), "DPoP-Nonce"))
        .isEqualTo("n1");
  }

  @Test
  void forgetsProofsOnlyWhenTheyAreTooOld() {
    Way way = way(true, null);
    String proof = proof("GET", TARGET);
    assertThat(take(way, "DPoP " + bound, proof)).isEqualTo(Step.Next.NEXT);

    for (int second = 0; second < 80; second += 5) {
      assertThat(take(way, "DPoP " + bound, proof)).isInstanceOf(Step.Refuse.class);
      scene.time.advance(Duration.ofSeconds(5));
    }
  }
}
