package dev.keybearer.gateway.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.Ground;
import dev.keybearer.gateway.call.Refusal;
import dev.keybearer.gateway.call.Step;
import dev.keybearer.gateway.call.Way;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** G4: what no route is for is refused. */
class MatchTest {
  private final CallScene scene = new CallScene();
  private final Way orders = scene.way();
  private final Way other = scene.way();
  private final Match match = new Match();

  private Call call(String method, String target) {
    Call call = scene.raw(method, target, "Host: api");
    assertThat(new Normalise().take(call)).isEqualTo(Step.Next.NEXT);
    return call;
  }

  @Test
  void findsTheRouteOfTheJudgedPath() {
    scene.route(orders, "/orders/**", "GET").route(other, "/other/**", "GET");
    Call call = call("GET", "/other/../orders/./1");

    assertThat(match.take(call)).isEqualTo(Step.Next.NEXT);
    assertThat(call.way()).isSameAs(orders);
  }

  @Test
  void findsTheRouteOfGetForHead() {
    scene.route(orders, "/orders/**", "GET");
    Call call = call("HEAD", "/orders/1");

    assertThat(match.take(call)).isEqualTo(Step.Next.NEXT);
    assertThat(call.way()).isSameAs(orders);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/order", "/Orders/1", "/ordersx", "/orders2/1"})
  void refusesAPathThatNoRouteIsFor(String target) {
    scene.route(orders, "/orders/**", "GET");
    Call call = call("GET", target);

    Refusal refusal = CallScene.refusal(match.take(call));
    assertThat(refusal.ground()).isEqualTo(Ground.NO_ROUTE);
    assertThat(refusal.status()).isEqualTo(404);
    assertThat(call.found()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"DELETE", "TRACE", "CONNECT", "OPTIONS", "get", "PROPFIND"})
  void refusesAMethodThatNoRouteIsForAndTellsThose(String method) {
    scene.route(orders, "/orders/**", "GET").route(other, "/orders/**", "POST");

    Refusal refusal = CallScene.refusal(match.take(call(method, "/orders/1")));
    assertThat(refusal.ground()).isEqualTo(Ground.NO_METHOD);
    assertThat(refusal.status()).isEqualTo(405);
    assertThat(CallScene.value(refusal, "Allow")).isEqualTo("GET, HEAD, POST");
  }

  @Test
  void refusesEverythingWithoutRoutes() {
    assertThat(CallScene.refusal(match.take(call("GET", "/"))).ground()).isEqualTo(Ground.NO_ROUTE);
  }
}
