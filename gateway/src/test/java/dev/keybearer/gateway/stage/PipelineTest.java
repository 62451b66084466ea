package dev.keybearer.gateway.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.Ground;
import dev.keybearer.gateway.call.Way;
import dev.keybearer.gateway.exchange.Answer;
import dev.keybearer.gateway.exchange.Course;
import dev.keybearer.gateway.exchange.Ending;
import dev.keybearer.gateway.exchange.Ending.How;
import dev.keybearer.gateway.exchange.UpstreamFault;
import dev.keybearer.gateway.exchange.UpstreamHead;
import dev.keybearer.gateway.exchange.WireFault;
import dev.keybearer.gateway.scene.Mint;
import dev.keybearer.gateway.scene.RecordingCalls;
import dev.keybearer.gateway.scene.Ways;
import dev.keybearer.token.TokenFailure;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The path of a call: in this order, to one end, which is recorded once. */
class PipelineTest {
  private final CallScene scene = new CallScene();
  private final Mint mint = Mint.open(scene.time);
  private final RecordingCalls recorder = new RecordingCalls();

  @AfterEach
  void close() {
    mint.close();
  }

  @Test
  void takesAGoodCallToItsUpstreamAndPassesItsAnswerOn() {
    scene.source.fresh();
    Course course = begin(guarded(), "/orders/1", "Authorization: Bearer " + mint.token());

    assertThat(CallScene.values(scene.exchange().departures().getFirst(), "Authorization"))
        .containsExactly("Bearer ours-1");
    course.answered(FakeHead.of(200));
    course.ended(new Ending(How.WHOLE, 200, 0, 2));

    assertThat(scene.exchange().passed()).hasSize(1);
    assertThat(scene.exchange().answers()).isEmpty();
    assertThat(recorder.all()).hasSize(1);
    assertThat(recorder.refusals()).isEmpty();
  }

  @Test
  void judgesThePathBeforeItLooksForARoute() {
    begin(guarded(), "/nowhere//at/all");

    assertAnswered(Ground.MALFORMED_REQUEST, 400);
  }

  @Test
  void looksForARouteBeforeItAsksWhoCalls() {
    begin(guarded(), "/nowhere");

    assertAnswered(Ground.NO_ROUTE, 404);
  }

  @Test
  void asksWhoCallsBeforeItHoldsTheBodyAgainstALimit() {
    begin(guarded(), "/orders/1", "Content-Length: 999999999");

    assertAnswered(Ground.NO_CREDENTIALS, 401);
  }

  @Test
  void asksForScopesBeforeItHoldsTheBodyAgainstALimit() {
    begin(
        guarded(),
        "/orders/1",
        "Content-Length: 999999999",
        "Authorization: Bearer " + mint.token("other"));

    assertAnswered(Ground.NOT_ALLOWED, 403);
  }

  @Test
  void holdsTheBodyAgainstALimitBeforeItWaitsForAToken() {
    begin(
        guarded(),
        "/orders/1",
        "Content-Length: 999999999",
        "Authorization: Bearer " + mint.token());

    assertAnswered(Ground.BODY_TOO_LONG, 413);
    assertThat(scene.source.patiences()).isEmpty();
  }

  @Test
  void goesOnBehindTheStageThatWaited() throws InterruptedException {
    begin(guarded(), "/orders/1", "Authorization: Bearer " + mint.token());
    assertThat(scene.exchange().departures()).isEmpty();
    assertThat(scene.exchange().drops()).isEqualTo(1);

    scene.exchange().runNext();

    assertThat(CallScene.values(scene.exchange().departures().getFirst(), "Authorization"))
        .containsExactly("Bearer ours-1");
  }

  @Test
  void sendsNothingWithoutTheTokenOfItsRoute() throws InterruptedException {
    scene.source.failing(new TokenFailure(TokenFailure.Kind.UNREACHABLE, "no answer", null, null));
    begin(guarded(), "/orders/1", "Authorization: Bearer " + mint.token());
    scene.exchange().runNext();

    assertAnswered(Ground.NO_TOKEN, 503);
  }

  @Test
  void decidesNothingForACallThatIsOverMeanwhile() throws InterruptedException {
    Course course = begin(guarded(), "/orders/1", "Authorization: Bearer " + mint.token());
    scene.exchange().end();
    course.ended(new Ending(How.CALLER_LEFT, 0, 0, 0));
    scene.exchange().runNext();

    assertThat(scene.exchange().departures()).isEmpty();
    assertThat(scene.exchange().answers()).isEmpty();
    assertThat(recorder.all()).hasSize(1);
  }

  @Test
  void refusesACallThatNobodyHasPlaceToLetWait() {
    Way way = guarded();
    scene.route(way, "/orders/**", "GET");
    Call call = scene.raw("GET", "/orders/1", "Host: api", "Authorization: Bearer " + mint.token());
    Pipeline pipeline = new Pipeline(scene::plan, recorder, new Waiting(0), scene.time);
    pipeline.arrived(call.request(), scene.exchange()).begin();

    assertAnswered(Ground.CROWDED, 503);
  }

  @Test
  void answersForABugOfItsOwnAndTellsNothingOfIt() {
    scene.source.fresh();
    Course course = begin(guarded(), "/orders/1", "Authorization: Bearer " + mint.token());
    course.answered(new BurstingHead());

    assertAnswered(Ground.BUG, 500);
  }

  @Test
  void answersForABugOfWhatWaits() throws InterruptedException {
    scene.source.fresh();
    Course course = begin(guarded(), "/orders/1", "Authorization: Bearer " + mint.token());
    scene.source.bursting();
    course.answered(FakeHead.of(401));
    scene.exchange().runNext();

    assertAnswered(Ground.BUG, 500);
  }

  @Test
  void answersForAnUpstreamThatDoesNot() {
    Course course = begin(scene.way(Ways.retrying(0)), "/orders/1");
    course.failed(new UpstreamFault(UpstreamFault.Kind.SILENT, "it said nothing", false));

    assertAnswered(Ground.UPSTREAM_SILENT, 504);
  }

  /** The body of a refusal holds one word of each kind and the name of the call. */
  @Test
  void tellsACallerNoMoreThanAWord() {
    begin(guarded(), "/orders/1?access_token=secret", "Authorization: Bearer secret");

    Answer answer = scene.exchange().answers().getFirst();
    assertThat(answer.body())
        .matches(
            "\\{\"error\":\"[a-z_]+\",\"reason\":\"malformed_credentials\",\"call\":\"[0-9a-f]{16}\"}");
    assertThat(answer.ends()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void answersWhatIsNoRequestAndEndsItsConnection(WireFault fault) {
    Pipeline pipeline = new Pipeline(scene::plan, recorder, new Waiting(10), scene.time);

    Answer answer = pipeline.malformed(fault, CallScene.SOCKET);

    assertThat(answer.status()).isEqualTo(fault.status());
    assertThat(answer.ends()).isTrue();
    assertThat(recorder.malformed()).containsExactly(fault);
    assertThat(recorder.all()).isEmpty();
  }

  /** An answer that nobody can look at. */
  private record BurstingHead() implements UpstreamHead {
    @Override
    public int status() {
      throw new IllegalStateException("a bug");
    }

    @Override
    public String value(String name) {
      throw new IllegalStateException("a bug");
    }
  }

  private Way guarded() {
    return scene.way(
        Ways.all(Ways.accepting(mint.accepting()), Ways.attaching(scene.attachment())));
  }

  private Course begin(Way way, String target, String... fields) {
    scene.route(way, "/orders/**", "GET");
    String[] all = Stream.concat(Stream.of("Host: api"), Stream.of(fields)).toArray(String[]::new);
    Call call = scene.raw("GET", target, all);
    Pipeline pipeline = new Pipeline(scene::plan, recorder, new Waiting(10), scene.time);
    Course course = pipeline.arrived(call.request(), scene.exchange());
    course.begin();
    return course;
  }

  private void assertAnswered(Ground ground, int status) {
    assertThat(scene.exchange().answers()).hasSize(1);
    Answer answer = scene.exchange().answers().getFirst();
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).contains("\"" + ground.word() + "\"");
  }
}
