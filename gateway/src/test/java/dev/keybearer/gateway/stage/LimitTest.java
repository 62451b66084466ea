package dev.keybearer.gateway.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.call.Ground;
import dev.keybearer.gateway.call.Refusal;
import dev.keybearer.gateway.call.Step;
import dev.keybearer.gateway.call.Way;
import dev.keybearer.gateway.scene.Ways;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** G9: bodies that say that they are too long. */
class LimitTest {
  private final CallScene scene = new CallScene();
  private final Way way = scene.way(Ways.bodies(1_000, 10));
  private final Limit limit = new Limit();

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
}
