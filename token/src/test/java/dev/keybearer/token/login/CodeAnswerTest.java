package dev.keybearer.token.login;

import static dev.keybearer.token.login.LoginScene.failure;
import static dev.keybearer.token.login.LoginScene.query;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.Fault;
import dev.keybearer.simulator.RetryAfter;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Grant;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenFailure.Kind;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes back to the redirect address: RFC 6749 section 4.1.2, RFC 9207. */
class CodeAnswerTest {
  private final LoginScene scene = new LoginScene();

  @AfterEach
  void close() {
    scene.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?", "?code=c", "?code=c&state=", "?code=c&state=x", "?state=%00"})
  void refusesAnAnswerThatIsNotItsOwnAndStillTakesTheRightOne(String query) {
    CodeLogin login = scene.begin(scene.coded());
    URI right = scene.browse(login.browserAddress());

    TokenFailure failure = failure(() -> login.complete(URI.create("/callback" + query)));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("not the answer to it");
    assertThat(scene.asked()).isZero();
    assertThat(login.complete(right)).isNotNull();
  }

  @Test
  void refusesAnAnswerWhoseStateComesTwice() {
    CodeLogin login = scene.begin(scene.coded());
    URI right = scene.browse(login.browserAddress());
    String state = query(right).get("state");

    TokenFailure failure = failure(() -> login.complete(URI.create(right + "&state=" + state)));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
  }

  @Test
  void refusesAnAnswerOfAnotherIssuer() {
    CodeLogin login = scene.begin(scene.coded());
    String right = scene.browse(login.browserAddress()).toString();

    String wrong = right.replaceFirst("iss=[^&]*", "iss=https%3A%2F%2Fevil.example");
    TokenFailure failure = failure(() -> login.complete(URI.create(wrong)));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("RFC 9207").hasMessageNotContaining("evil");
    assertThat(scene.asked()).isZero();
  }

  @Test
  void refusesAnAnswerThatDoesNotNameTheIssuerThatPromisedTo() {
    CodeLogin login = scene.begin(scene.coded());
    String right = scene.browse(login.browserAddress()).toString();

    String wrong = right.replaceFirst("&iss=[^&]*", "");
    TokenFailure failure = failure(() -> login.complete(URI.create(wrong)));

    assertThat(failure).hasMessageContaining("RFC 9207");
    assertThat(scene.asked()).isZero();
  }

  @Test
  void refusesAnotherIssuerThanTheIdentityGivenByHand() {
    Credential credential =
        scene.credential(
            scene.unnamedIssuer().withIdentity("https://corp.example"),
            new Grant.AuthorizationCode(LoginScene.REDIRECT));
    CodeLogin login = scene.begin(credential);

    TokenFailure failure = failure(() -> login.complete(scene.browse(login.browserAddress())));

    assertThat(failure).hasMessageContaining("https://corp.example");
  }

  @Test
  void anIssuerThatPromisesNoNameMayLeaveItOut() {
    Credential credential =
        scene.credential(scene.unnamedIssuer(), new Grant.AuthorizationCode(LoginScene.REDIRECT));
    CodeLogin login = scene.begin(credential);
    String answer = scene.browse(login.browserAddress()).toString();

    assertThat(login.complete(URI.create(answer.replaceFirst("&iss=[^&]*", "")))).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "access_denied, REFUSED, said no (access_denied)",
    "invalid_scope, REFUSED, ask for fewer",
    "unauthorized_client, REFUSED, may not log in by browser",
    "unsupported_response_type, REFUSED, may not log in by browser",
    "invalid_request, REFUSED, redirect addresses",
    "login_required, REFUSED, has to log in at the issuer first",
    "server_error, UNREACHABLE, try again later",
    "temporarily_unavailable, UNREACHABLE, try again later",
    "odd_error, REFUSED, the issuer said no (odd_error)",
    "%1B%5B31mred, REFUSED, an error that cannot be repeated",
  })
  void saysWhatAnErrorMeans(String error, Kind kind, String message) {
    CodeLogin login = scene.begin(scene.coded());
    String state = query(login.browserAddress()).get("state");

    URI answer = answer("error=" + error + "&error_description=secret%20text&state=" + state);
    TokenFailure failure = failure(() -> login.complete(answer));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure).hasMessageContaining(message).hasMessageNotContaining("secret text");
    assertThat(scene.asked()).isZero();
  }

  @Test
  void aPersonWhoSaysNoEndsTheLogin() {
    scene.issuer.habits().userDenies();
    CodeLogin login = scene.begin(scene.coded());
    URI answer = scene.browse(login.browserAddress());

    assertThat(failure(() -> login.complete(answer))).hasMessageContaining("access_denied");
    assertThat(failure(() -> login.complete(answer))).hasMessageContaining("begin another");
  }

  @Test
  void anAnswerWithoutCodeAndErrorEndsTheLogin() {
    CodeLogin login = scene.begin(scene.coded());
    String state = query(login.browserAddress()).get("state");

    assertThat(failure(() -> login.complete(answer("state=" + state))))
        .hasMessageContaining("neither a usable code nor an error");
  }

  @Test
  void usesACodeOnce() {
    CodeLogin login = scene.begin(scene.coded());
    URI answer = scene.browse(login.browserAddress());
    login.complete(answer);

    TokenFailure failure = failure(() -> login.complete(answer));

    assertThat(failure).hasMessageContaining("begin another");
    assertThat(scene.asked()).isEqualTo(1);
    assertThat(scene.source(scene.coded()).get()).isNotNull();
  }

  @Test
  void doesNotUseACodeAgainThatMayBeUsedUp() {
    CodeLogin login = scene.begin(scene.coded());
    URI answer = scene.browse(login.browserAddress());
    scene.issuer.faults().next(Endpoint.TOKEN, Fault.lostAnswer());

    assertThat(failure(() -> login.complete(answer)).kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(failure(() -> login.complete(answer))).hasMessageContaining("begin another");
    assertThat(scene.asked()).isEqualTo(1);
  }

  @Test
  void takesTheSameAnswerAgainWhenNothingWasSent() {
    Grant grant = new Grant.AuthorizationCode(LoginScene.REDIRECT);
    CodeLogin login = scene.begin(scene.credential(scene.unnamedIssuer(), grant));
    URI answer = scene.browse(login.browserAddress());
    scene.issuer.stop();
    assertThat(failure(() -> login.complete(answer)).kind()).isEqualTo(Kind.UNREACHABLE);

    scene.issuer.start();

    assertThat(login.complete(answer)).isNotNull();
  }

  @Test
  void takesTheSameAnswerAgainWhenTheIssuerWasTooBusy() {
    CodeLogin login = scene.begin(scene.coded());
    URI answer = scene.browse(login.browserAddress());
    scene.issuer.faults().next(Endpoint.TOKEN, Fault.throttled(RetryAfter.seconds(7)));
    TokenFailure failure = failure(() -> login.complete(answer));

    assertThat(failure.kind()).isEqualTo(Kind.THROTTLED);
    assertThat(failure.retryAt()).isEqualTo(scene.time.wall().plusSeconds(7));
    assertThat(login.complete(answer)).isNotNull();
  }

  private URI answer(String query) {
    String iss = URLEncoder.encode(scene.issuer.uri().toString(), StandardCharsets.UTF_8);
    return URI.create("http://127.0.0.1:45678/callback?" + query + "&iss=" + iss);
  }
}
