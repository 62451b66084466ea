package dev.keybearer.gateway.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.call.Acceptance;
import dev.keybearer.gateway.call.Attachment;
import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.FieldRules;
import dev.keybearer.gateway.call.Plan;
import dev.keybearer.gateway.call.Refusal;
import dev.keybearer.gateway.call.Step;
import dev.keybearer.gateway.call.Way;
import dev.keybearer.gateway.exchange.Departure;
import dev.keybearer.gateway.exchange.Peer;
import dev.keybearer.gateway.exchange.Request;
import dev.keybearer.gateway.field.Line;
import dev.keybearer.gateway.peer.Address;
import dev.keybearer.gateway.peer.Network;
import dev.keybearer.gateway.peer.TrustedProxies;
import dev.keybearer.gateway.route.Match;
import dev.keybearer.gateway.route.PathPattern;
import dev.keybearer.gateway.route.Route;
import dev.keybearer.gateway.scene.FakeTime;
import dev.keybearer.gateway.scene.RecordingCalls;
import dev.keybearer.gateway.scene.Ways;
import dev.keybearer.gateway.upstream.Condition;
import dev.keybearer.gateway.upstream.TokenWelcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Calls before one stage, and what the stage decides. */
final class CallScene {
  static final Address SOCKET = address("198.51.100.1");
  static final Pipeline.Observers UNSEEN = new Pipeline.Observers(new RecordingCalls(), null);

  final FakeTime time = FakeTime.standing();
  final FakeSource source = new FakeSource();
  final TokenWelcome welcome = new TokenWelcome();
  private final List<Route<Way>> routes = new ArrayList<>();
  private TrustedProxies proxies = TrustedProxies.none();
  private FakeExchange exchange = new FakeExchange();

  static Address address(String text) {
    return Objects.requireNonNull(Address.parse(text));
  }

  /** The exchange of the call that was made last. */
  FakeExchange exchange() {
    return exchange;
  }

  CallScene trusting(String network) {
    proxies = TrustedProxies.of(List.of(Network.parse(network)));
    return this;
  }

  CallScene route(Way way, String path, String... methods) {
    routes.add(new Route<>(Match.of(PathPattern.parse(path), List.of(methods)), way));
    return this;
  }

  Plan plan() {
    return Plan.of(routes, proxies);
  }

  Way way() {
    return way(UnaryOperator.identity());
  }

  Way way(UnaryOperator<Way> change) {
    Peer peer = new Peer("upstream.example", 80, null, Peer.Limits.STANDARD);
    return change.apply(
        new Way(
            "orders",
            new Acceptance.Anyone(),
            peer,
            Condition.sound(),
            Ways.row(peer, time),
            null,
            FieldRules.NONE,
            Way.Habits.STANDARD));
  }

  /** A way with tokens of the source. */
  Way attaching() {
    return way(Ways.attaching(attachment()));
  }

  Attachment attachment() {
    return new Attachment("analytics", source, welcome);
  }

  /** A call that nobody has judged. */
  Call raw(String method, String target, String... fields) {
    List<Line> lines = new ArrayList<>();
    for (String field : fields) {
      int colon = field.indexOf(':');
      lines.add(new Line(field.substring(0, colon), field.substring(colon + 1).strip()));
    }
    exchange = new FakeExchange();
    Request request = new Request(method, target, lines, SOCKET);
    return new Call(0x9f86d081884c7d65L, time.nanos(), plan(), request, exchange);
  }

  /** A judged call on its way. */
  Call call(Way way, String method, String target, String... fields) {
    List<String> all = new ArrayList<>(List.of(fields));
    all.add("Host: api");
    Call call = raw(method, target, all.toArray(String[]::new));
    assertThat(new Normalise().take(call)).isEqualTo(Step.Next.NEXT);
    call.takes(way);
    return call;
  }

  Call get(Way way, String... fields) {
    return call(way, "GET", "/orders/1", fields);
  }

  static Refusal refusal(Step step) {
    assertThat(step).isInstanceOf(Step.Refuse.class);
    return ((Step.Refuse) step).refusal();
  }

  static Departure departure(Step step) {
    assertThat(step).isInstanceOf(Step.Send.class);
    return ((Step.Send) step).departure();
  }

  /** What is decided after waiting. */
  static Step waited(Step step) throws InterruptedException {
    assertThat(step).isInstanceOf(Step.Wait.class);
    return ((Step.Wait) step).work().decide();
  }

  /** The values of all fields of this name that leave. */
  static List<String> values(Departure departure, String name) {
    return departure.fields().stream()
        .filter(field -> field.isNamed(name))
        .map(field -> field.value())
        .toList();
  }

  /** The value of the one field of this name of a refusal, or "". */
  static String value(Refusal refusal, String name) {
    List<String> values =
        refusal.fields().stream()
            .filter(field -> field.isNamed(name))
            .map(field -> field.value())
            .toList();
    return values.size() == 1 ? values.getFirst() : "";
  }
}
