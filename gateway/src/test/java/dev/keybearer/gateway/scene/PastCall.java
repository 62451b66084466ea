package dev.keybearer.gateway.scene;

import dev.keybearer.gateway.call.Acceptance;
import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.FieldRules;
import dev.keybearer.gateway.call.Ground;
import dev.keybearer.gateway.call.Plan;
import dev.keybearer.gateway.call.Refusal;
import dev.keybearer.gateway.call.Way;
import dev.keybearer.gateway.exchange.Answer;
import dev.keybearer.gateway.exchange.Departure;
import dev.keybearer.gateway.exchange.Ending;
import dev.keybearer.gateway.exchange.Exchange;
import dev.keybearer.gateway.exchange.Peer;
import dev.keybearer.gateway.exchange.Request;
import dev.keybearer.gateway.exchange.Rotation;
import dev.keybearer.gateway.field.BodyLength;
import dev.keybearer.gateway.field.Field;
import dev.keybearer.gateway.field.FieldsJudge;
import dev.keybearer.gateway.field.JudgedFields;
import dev.keybearer.gateway.field.Line;
import dev.keybearer.gateway.path.JudgedPath;
import dev.keybearer.gateway.peer.Address;
import dev.keybearer.gateway.peer.TrustedProxies;
import dev.keybearer.gateway.stage.CallRecorder;
import dev.keybearer.gateway.upstream.Condition;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.verification.Verified;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** A call as it is when it has ended, for tests of those who record calls. */
public final class PastCall {
  /** When the time of such tests begins. */
  public static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private static final Peer PEER = new Peer("orders.example.com", 8080, null, Peer.Limits.STANDARD);

  private static final Plan PLAN = Plan.of(List.of(), TrustedProxies.none());
  private static final Address PROXY = address("198.51.100.1");

  private final Call call;
  private final TimeSource time;
  private Ending ending = new Ending(Ending.How.WHOLE, 200, 0, 0);

  private PastCall(TimeSource time, String target, Line... more) {
    this.time = time;
    List<Line> lines = new ArrayList<>(List.of(new Line("Host", "api")));
    lines.addAll(List.of(more));
    Request request = new Request("GET", target, lines, PROXY);
    this.call = new Call(0x9f86d081884c7d65L, time.nanos(), PLAN, request, new NoExchange());
  }

  /** A call that nobody has judged, for that path and query. */
  public static PastCall unjudged(TimeSource time, String target) {
    return new PastCall(time, target);
  }

  /** The same, with one more line in its header. */
  public static PastCall unjudged(TimeSource time, Line line, String target) {
    return new PastCall(time, target, line);
  }

  /** A call from that address, for that path and query. */
  public static PastCall from(TimeSource time, String client, String target) {
    return from(time, client, new Line("Accept", "*/*"), target);
  }

  /** The same, with one more line in its header. */
  public static PastCall from(TimeSource time, String client, Line line, String target) {
    PastCall past = new PastCall(time, target, line);
    JudgedFields fields =
        (JudgedFields) FieldsJudge.of(List.of()).judge(past.call.request().lines());
    JudgedPath path = (JudgedPath) JudgedPath.parse(target);
    past.call.comesFrom(address(client));
    past.call.judged(fields, path);
    return past;
  }

  /** On this route. */
  public PastCall on(String route) {
    call.takes(
        new Way(
            route,
            new Acceptance.Anyone(),
            PEER,
            Condition.sound(),
            Ways.row(PEER, time),
            null,
            FieldRules.NONE,
            Way.Habits.STANDARD));
    return this;
  }

  /** On that route, changed. */
  public PastCall with(UnaryOperator<Way> change) {
    call.takes(change.apply(call.way()));
    return this;
  }

  /** One attempt to let another upstream side follow has ended. */
  public PastCall rotated(CallRecorder recorder, Rotation.Outcome outcome) {
    recorder.rotated(call, outcome);
    return this;
  }

  /** On a route that only reports, which would have refused it. */
  public PastCall reported(String route, Ground ground, String detail) {
    on(route);
    call.takes(Ways.reportingOnly().apply(call.way()));
    Objects.requireNonNull(call.object(Refusal.of(ground, detail)));
    return this;
  }

  public PastCall by(Verified caller) {
    call.calledBy(caller);
    return this;
  }

  public PastCall refused(Ground ground, String detail) {
    Refusal refusal = Refusal.of(ground, detail);
    call.refused(refusal);
    ending = new Ending(Ending.How.WHOLE, refusal.status(), 0, 80);
    return this;
  }

  public PastCall sent() {
    call.departs(
        new Departure(
            call.way().peer(),
            "GET",
            call.path().target(),
            List.of(),
            new BodyLength.None(),
            call.way().habits().bounds()));
    return this;
  }

  public PastCall ending(Ending.How how, int status, long received, long sent) {
    ending = new Ending(how, status, received, sent);
    return this;
  }

  public PastCall tell(CallRecorder recorder) {
    recorder.ended(call, ending);
    return this;
  }

  public static Address address(String text) {
    return Objects.requireNonNull(Address.parse(text));
  }

  /** The wire of a call that is over. */
  private static final class NoExchange implements Exchange {
    @Override
    public void answer(Answer answer) {
      throw new AssertionError("it is over");
    }

    @Override
    public void send(Departure departure) {
      throw new AssertionError("it is over");
    }

    @Override
    public void drop() {
      throw new AssertionError("it is over");
    }

    @Override
    public void pass(List<Field> set) {
      throw new AssertionError("it is over");
    }

    @Override
    public boolean isReplayable() {
      return false;
    }

    @Override
    public boolean isOver() {
      return true;
    }

    @Override
    public void run(Runnable task) {
      throw new AssertionError("it is over");
    }
  }
}
