package dev.keybearer.gateway.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.Ground;
import dev.keybearer.gateway.call.Refusal;
import dev.keybearer.gateway.call.Step;
import dev.keybearer.gateway.call.Way;
import dev.keybearer.gateway.limit.Gauges;
import dev.keybearer.gateway.limit.Gauges.Limits;
import dev.keybearer.gateway.limit.Gauges.Paces;
import dev.keybearer.gateway.limit.Pace;
import dev.keybearer.gateway.scene.Mint;
import dev.keybearer.gateway.scene.Ways;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** B1 to B4: who calls, as far as that can be found out. */
class AuthenticateTest {
  private final CallScene scene = new CallScene();
  private final Mint mint = Mint.open(scene.time);
  private final Way way = scene.way(Ways.accepting(mint.accepting()));
  private final Way unsure = scene.way(Ways.accepting(mint.acceptingWithoutKeys()));
  private final Authenticate authenticate = new Authenticate(scene.time);

  @AfterEach
  void close() {
    mint.close();
  }

  @Test
  void knowsWhoCallsWithAGoodToken() {
    Call call = scene.get(way, "Authorization: Bearer " + mint.token());

    assertThat(authenticate.take(call)).isEqualTo(Step.Next.NEXT);
    assertThat(Objects.requireNonNull(call.caller()).claims().subject()).isEqualTo("alice");
    assertThat(call.reported()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-A: b",
        "Authorization: Bearer abc",
        "Authorization: Basic YTpi",
        "Authorization: ,"
      })
  void asksNobodyWhereEverybodyMay(String field) {
    Call call = scene.get(scene.way(), field);

    assertThat(authenticate.take(call)).isEqualTo(Step.Next.NEXT);
    assertThat(call.caller()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "X-A: b,                       NO_CREDENTIALS,        401, Bearer",
    "Authorization: Basic YTpi,    NO_CREDENTIALS,        401, Bearer",
    "Authorization: Bearer,        MALFORMED_CREDENTIALS, 400, 'Bearer error=\"invalid_request\"'",
    "'Authorization: Bearer a,b',  MALFORMED_CREDENTIALS, 400, 'Bearer error=\"invalid_request\"'",
    "Authorization: Bearer abc,    TOKEN_REFUSED,         401, 'Bearer error=\"invalid_token\"'"
  })
  void refusesOthersAndTellsHowToComeIn(String field, Ground ground, int status, String challenge) {
    Refusal refusal = CallScene.refusal(authenticate.take(scene.get(way, field)));

    assertThat(refusal.ground()).isEqualTo(ground);
    assertThat(refusal.status()).isEqualTo(status);
    assertThat(CallScene.value(refusal, "WWW-Authenticate")).isEqualTo(challenge);
  }

  @Test
  void refusesATokenInTheQuery() {
    Call call =
        scene.call(
            way,
            "GET",
            "/orders?access_token=" + mint.token(),
            "Authorization: Bearer " + mint.token());

    assertThat(CallScene.refusal(authenticate.take(call)).ground())
        .isEqualTo(Ground.MALFORMED_CREDENTIALS);
    assertThat(call.caller()).isNull();
  }

  @Test
  void refusesATokenFromTheMomentItEnds() {
    String token = mint.token();
    scene.time.advance(Duration.ofSeconds(3_599));
    assertThat(authenticate.take(scene.get(way, "Authorization: Bearer " + token)))
        .isEqualTo(Step.Next.NEXT);

    scene.time.advance(Duration.ofSeconds(1));

    Refusal refusal =
        CallScene.refusal(authenticate.take(scene.get(way, "Authorization: Bearer " + token)));
    assertThat(refusal.ground()).isEqualTo(Ground.TOKEN_REFUSED);
    assertThat(refusal.detail()).doesNotContain(token);
  }

  /** A token that is bound to a key is no bearer token (V21). */
  @Test
  void refusesATokenThatIsBoundToAKeyNobodyShowed() {
    String bound =
        mint.tokenWith("\"cnf\":{\"jkt\":\"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I\"}");

    assertThat(
            CallScene.refusal(authenticate.take(scene.get(way, "Authorization: Bearer " + bound)))
                .ground())
        .isEqualTo(Ground.TOKEN_REFUSED);
    assertThat(
            CallScene.refusal(
                    authenticate.take(scene.get(way, "Authorization: DPoP " + bound, "DPoP: a")))
                .status())
        .isEqualTo(401);
  }

  /** V16: that nobody can find out is no fault of the token. */
  @Test
  void waitsForKeysAndSaysThatNobodyCanFindOut() throws InterruptedException {
    Step step = authenticate.take(scene.get(unsure, "Authorization: Bearer " + mint.token()));

    Refusal refusal = CallScene.refusal(CallScene.waited(step));
    assertThat(refusal.ground()).isEqualTo(Ground.CANNOT_VERIFY);
    assertThat(refusal.status()).isEqualTo(503);
    assertThat(CallScene.value(refusal, "WWW-Authenticate")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "X-A: b,                    NO_CREDENTIALS",
    "Authorization: Bearer,     MALFORMED_CREDENTIALS",
    "Authorization: Bearer abc, TOKEN_REFUSED"
  })
  void onlyReportsWhereARouteSaysSo(String field, Ground ground) {
    Way reporting = scene.way(Ways.all(Ways.accepting(mint.accepting()), Ways.reportingOnly()));
    Call call = scene.get(reporting, field);

    assertThat(authenticate.take(call)).isEqualTo(Step.Next.NEXT);
    assertThat(Objects.requireNonNull(call.reported()).ground()).isEqualTo(ground);
    assertThat(call.caller()).isNull();
    assertThat(call.refusal()).isNull();
  }

  @Test
  void onlyReportsThatNobodyCanFindOut() throws InterruptedException {
    Way reporting =
        scene.way(Ways.all(Ways.accepting(mint.acceptingWithoutKeys()), Ways.reportingOnly()));
    Call call = scene.get(reporting, "Authorization: Bearer " + mint.token());

    assertThat(CallScene.waited(authenticate.take(call))).isEqualTo(Step.Next.NEXT);
    assertThat(Objects.requireNonNull(call.reported()).ground()).isEqualTo(Ground.CANNOT_VERIFY);
  }

  private Way guarded(int most) {
    Pace pace = Pace.of(most, Duration.ofMinutes(1), most);
    Limits limits = new Limits(Paces.NONE, Paces.NONE, null, new Paces(pace, null));
    return scene.way(
        Ways.all(
            Ways.accepting(mint.accepting()),
            Ways.limiting(new Gauges(scene.time).of("orders", limits))));
  }

  /** D1: the limit, and one beyond it. */
  @Test
  void judgesNoMoreWrongTokensOfAnAddressThanItMayShow() {
    Way guarded = guarded(3);
    for (int i = 0; i < 3; i++) {
      assertThat(CallScene.refusal(show(guarded, "wrong" + i)).ground())
          .isEqualTo(Ground.TOKEN_REFUSED);
    }

    Refusal refusal = CallScene.refusal(show(guarded, mint.token()));
    assertThat(refusal.ground()).isEqualTo(Ground.TOO_MANY_GUESSES);
    assertThat(refusal.status()).isEqualTo(429);
    assertThat(CallScene.value(refusal, "Retry-After")).isEqualTo("20");
    assertThat(CallScene.value(refusal, "WWW-Authenticate")).isEmpty();

    scene.time.advance(Duration.ofSeconds(20));
    assertThat(show(guarded, mint.token())).isEqualTo(Step.Next.NEXT);
  }

  /** D3: who shares an address with a guesser and is known goes on. */
  @Test
  void letsATokenThatIsKnownThroughFromAnAddressThatIsHeldBack() {
    Way guarded = guarded(3);
    String known = mint.token();
    assertThat(show(guarded, known)).isEqualTo(Step.Next.NEXT);
    for (int i = 0; i < 5; i++) {
      show(guarded, "wrong" + i);
    }
    assertThat(CallScene.refusal(show(guarded, "wrong9")).ground())
        .isEqualTo(Ground.TOO_MANY_GUESSES);

    assertThat(show(guarded, known)).isEqualTo(Step.Next.NEXT);
  }

  @Test
  void countsNoGoodTokenHoweverManyAreNew() {
    Way guarded = guarded(3);

    for (int i = 0; i < 50; i++) {
      assertThat(show(guarded, mint.tokenOf("s" + i, "c"))).isEqualTo(Step.Next.NEXT);
    }
  }

  /** What nobody could find out counts neither, and what nobody waited for is given back. */
  @Test
  void countsNoTokenThatNobodyCouldJudge() throws InterruptedException {
    Pace pace = Pace.of(3, Duration.ofMinutes(1), 3);
    Limits limits = new Limits(Paces.NONE, Paces.NONE, null, new Paces(pace, null));
    Way guarded =
        scene.way(
            Ways.all(
                Ways.accepting(mint.acceptingWithoutKeys()),
                Ways.limiting(new Gauges(scene.time).of("orders", limits))));

    for (int i = 0; i < 10; i++) {
      assertThat(CallScene.refusal(CallScene.waited(show(guarded, mint.token()))).ground())
          .isEqualTo(Ground.CANNOT_VERIFY);
    }
    for (int i = 0; i < 10; i++) {
      ((Step.Wait) show(guarded, mint.token())).work().abandon();
    }
    for (int i = 0; i < 3; i++) {
      assertThat(show(guarded, mint.token())).isInstanceOf(Step.Wait.class);
    }
    assertThat(CallScene.refusal(show(guarded, mint.token())).ground())
        .isEqualTo(Ground.TOO_MANY_GUESSES);
  }

  private Step show(Way guarded, String token) {
    return authenticate.take(scene.get(guarded, "Authorization: Bearer " + token));
  }
}
