package dev.keybearer.gateway.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.Ground;
import dev.keybearer.gateway.call.Refusal;
import dev.keybearer.gateway.call.Step;
import dev.keybearer.gateway.call.Way;
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
}
