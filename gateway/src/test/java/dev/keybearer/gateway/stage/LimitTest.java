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
import dev.keybearer.gateway.limit.Rates;
import dev.keybearer.gateway.scene.Mint;
import dev.keybearer.gateway.scene.Ways;
import dev.keybearer.token.verification.Verified;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** G9: bodies that say that they are too long; and calls that come too often. */
class LimitTest {
  private static final Pace THREE = Pace.of(1, Duration.ofSeconds(1), 3);

  private final CallScene scene = new CallScene();
  private final Way way = scene.way(Ways.bodies(1_000, 10));
  private final Limit limit = new Limit(scene.time);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 0",
        "Content-Length: 999",
        "Content-Length: 1000",
        "Transfer-Encoding: chunked",
        "X-A: b"
      })
  void takesABodyThatMayComeInTime(String field) {
    assertThat(limit.take(scene.call(way, "POST", "/orders", field))).isEqualTo(Step.Next.NEXT);
  }

  @ParameterizedTest
  @ValueSource(longs = {1_001, 1L << 31, 999_999_999_999_999_999L})
  void refusesABodyThatIsTooLong(long length) {
    Refusal refusal =
        CallScene.refusal(
            limit.take(scene.call(way, "POST", "/orders", "Content-Length: " + length)));

    assertThat(refusal.ground()).isEqualTo(Ground.BODY_TOO_LONG);
    assertThat(refusal.status()).isEqualTo(413);
    assertThat(refusal.detail()).contains("1000 octets");
  }

  @Test
  void refusesItOnARouteThatOnlyReportsAsWell() {
    Way reporting = scene.way(Ways.all(Ways.bodies(1_000, 10), Ways.reportingOnly()));

    assertThat(
            CallScene.refusal(
                    limit.take(scene.call(reporting, "POST", "/orders", "Content-Length: 1001")))
                .ground())
        .isEqualTo(Ground.BODY_TOO_LONG);
  }

  @Test
  void letsSoManyCallsOfAnAddressThrough() {
    Way limited = scene.way(Ways.limiting(rates(new Paces(THREE, null), null)));
    for (int i = 0; i < 3; i++) {
      assertThat(limit.take(scene.get(limited))).isEqualTo(Step.Next.NEXT);
    }

    Refusal refusal = CallScene.refusal(limit.take(scene.get(limited)));
    assertThat(refusal.ground()).isEqualTo(Ground.ADDRESS_TOO_OFTEN);
    assertThat(refusal.status()).isEqualTo(429);
    assertThat(refusal.error()).isEqualTo("too_many_requests");
    assertThat(CallScene.value(refusal, "Retry-After")).isEqualTo("1");

    scene.time.advance(Duration.ofMillis(999));
    assertThat(limit.take(scene.get(limited))).isInstanceOf(Step.Refuse.class);
    scene.time.advance(Duration.ofMillis(1));
    assertThat(limit.take(scene.get(limited))).isEqualTo(Step.Next.NEXT);
    assertThat(limit.take(scene.get(limited))).isInstanceOf(Step.Refuse.class);
  }

  /** What a trusted proxy says counts, and what a stranger writes does not (G7). */
  @Test
  void countsTheCallerBehindATrustedProxy() {
    Way limited = scene.way(Ways.limiting(rates(new Paces(THREE, null), null)));
    for (int i = 0; i < 3; i++) {
      assertThat(limit.take(scene.get(limited, "X-Forwarded-For: 203.0.113." + i)))
          .isEqualTo(Step.Next.NEXT);
    }
    assertThat(limit.take(scene.get(limited, "X-Forwarded-For: 203.0.113.9")))
        .isInstanceOf(Step.Refuse.class);

    scene.trusting("198.51.100.0/24");
    for (int i = 0; i < 3; i++) {
      assertThat(limit.take(scene.get(limited, "X-Forwarded-For: 203.0.113.9")))
          .isEqualTo(Step.Next.NEXT);
    }
    assertThat(limit.take(scene.get(limited, "X-Forwarded-For: 203.0.113.9")))
        .isInstanceOf(Step.Refuse.class);
    assertThat(limit.take(scene.get(limited, "X-Forwarded-For: 203.0.113.8")))
        .isEqualTo(Step.Next.NEXT);
  }

  @Test
  void countsEachSubjectWhereverItCallsFrom() {
    try (Mint mint = Mint.open(scene.time)) {
      scene.trusting("198.51.100.0/24");
      Way limited = scene.way(Ways.limiting(rates(new Paces(null, THREE), null)));
      Verified alice = mint.verified(mint.tokenOf("alice", "shop"));
      Verified other = mint.verified(mint.tokenOf("alice", "other"));
      Verified bob = mint.verified(mint.tokenOf("bob", "shop"));
      assertThat(take(limited, alice, "203.0.113.1")).isEqualTo(Step.Next.NEXT);
      assertThat(take(limited, other, "203.0.113.2")).isEqualTo(Step.Next.NEXT);
      assertThat(take(limited, alice, "203.0.113.3")).isEqualTo(Step.Next.NEXT);

      assertThat(CallScene.refusal(take(limited, alice, "203.0.113.4")).ground())
          .isEqualTo(Ground.SUBJECT_TOO_OFTEN);
      assertThat(take(limited, bob, "203.0.113.1")).isEqualTo(Step.Next.NEXT);
      assertThat(limit.take(scene.get(limited))).as("nobody").isEqualTo(Step.Next.NEXT);
    }
  }

  private Step take(Way limited, Verified caller, String from) {
    Call call = scene.get(limited, "X-Forwarded-For: " + from);
    call.calledBy(caller);
    return limit.take(call);
  }

  @Test
  void countsAllCallsOfARoute() {
    scene.trusting("198.51.100.0/24");
    Way limited = scene.way(Ways.limiting(rates(Paces.NONE, THREE)));
    for (int i = 0; i < 3; i++) {
      assertThat(limit.take(scene.get(limited, "X-Forwarded-For: 203.0.113." + i)))
          .isEqualTo(Step.Next.NEXT);
    }

    Step step = limit.take(scene.get(limited, "X-Forwarded-For: 203.0.113.9"));

    assertThat(CallScene.refusal(step).ground()).isEqualTo(Ground.ROUTE_TOO_OFTEN);
  }

  /** A call that one limit refuses uses up nothing of the others. */
  @Test
  void countsOnlyCallsThatPassAllLimits() {
    Pace slow = Pace.of(1, Duration.ofHours(1), 4);
    Way limited = scene.way(Ways.limiting(rates(new Paces(slow, null), THREE)));
    for (int i = 0; i < 3; i++) {
      assertThat(limit.take(scene.get(limited))).isEqualTo(Step.Next.NEXT);
    }
    for (int i = 0; i < 10; i++) {
      assertThat(CallScene.refusal(limit.take(scene.get(limited))).ground())
          .isEqualTo(Ground.ROUTE_TOO_OFTEN);
    }

    scene.time.advance(Duration.ofSeconds(1));

    assertThat(limit.take(scene.get(limited))).isEqualTo(Step.Next.NEXT);
    assertThat(CallScene.refusal(limit.take(scene.get(limited))).ground())
        .isEqualTo(Ground.ADDRESS_TOO_OFTEN);
  }

  @Test
  void onlyReportsWhereARouteSaysSo() {
    Way limited =
        scene.way(
            Ways.all(Ways.limiting(rates(new Paces(THREE, null), null)), Ways.reportingOnly()));
    for (int i = 0; i < 3; i++) {
      assertThat(limit.take(scene.get(limited))).isEqualTo(Step.Next.NEXT);
    }
    Call call = scene.get(limited);

    assertThat(limit.take(call)).isEqualTo(Step.Next.NEXT);
    assertThat(Objects.requireNonNull(call.reported()).ground())
        .isEqualTo(Ground.ADDRESS_TOO_OFTEN);
  }

  /** A route that is limited again after a reload goes on with what it counted. */
  @Test
  void keepsCountingWhenLimitsAreMadeAnew() {
    Gauges gauges = new Gauges(scene.time);
    Limits limits = new Limits(new Paces(THREE, null), Paces.NONE, null, Paces.NONE);
    Way before = scene.way(Ways.limiting(gauges.of("orders", limits)));
    for (int i = 0; i < 3; i++) {
      assertThat(limit.take(scene.get(before))).isEqualTo(Step.Next.NEXT);
    }

    Way after = scene.way(Ways.limiting(gauges.of("orders", limits)));

    assertThat(limit.take(scene.get(after))).isInstanceOf(Step.Refuse.class);
  }

  private Rates rates(Paces here, @Nullable Pace route) {
    return new Gauges(scene.time).of("orders", new Limits(Paces.NONE, here, route, Paces.NONE));
  }
}
