package dev.keybearer.gateway.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.call.Attachment;
import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.Way;
import dev.keybearer.gateway.exchange.Rotation;
import dev.keybearer.gateway.exchange.Rotation.Outcome;
import dev.keybearer.gateway.field.Handshake;
import dev.keybearer.gateway.scene.RecordingCalls;
import dev.keybearer.gateway.scene.Relay;
import dev.keybearer.gateway.scene.Ways;
import dev.keybearer.token.Token;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** When the upstream side of a tunnel is asked for with the newer token (decision 0033). */
class TunnelRotationTest {
  private final CallScene scene = new CallScene();
  private final Relay source = new Relay(scene.time).renew(Duration.ofMinutes(1));
  private final Attachment attachment = new Attachment("orders", source, scene.welcome);
  private final Way way = scene.way(Ways.attaching(attachment));
  private final Turns turns = new Turns(scene.time, new Attach(scene.time));
  private final Token first = Objects.requireNonNull(source.peek());

  /** Nobody but tunnels may go there, so that nobody else notices that its patience is over. */
  @Test
  void asksAgainOnceTheUpstreamTakesMore() {
    TunnelRotation rotation = rotation();
    source.renew(Duration.ofHours(1));
    assertThat(rotation.next()).isNotNull();
    assertThat(rotation.answered(FakeHead.of(429, "retry-after", "1"))).isFalse();
    rotation.over(Outcome.REFUSED);
    assertThat(rotation.next()).isNull();

    scene.time.advance(Duration.ofSeconds(2));

    assertThat(rotation.next()).isNotNull();
  }

  /** All that were asked with the old nonce are refused for it, also after one has told the new. */
  @Test
  void takesNoNonceThatAnotherHasLearntForARefusedToken() {
    source.renew(Duration.ofHours(1)).bound((request, token) -> "proof " + request.nonce());
    List<TunnelRotation> all = List.of(rotation(), rotation(), rotation());
    all.forEach(each -> assertThat(each.next()).isNotNull());
    for (TunnelRotation each : all) {
      assertThat(each.answered(FakeHead.of(401, "dpop-nonce", "n1"))).isFalse();
      each.over(Outcome.REFUSED);
    }

    assertThat(source.rejected()).isEmpty();
    for (TunnelRotation each : all) {
      assertThat(CallScene.values(Objects.requireNonNull(each.next()), "DPoP"))
          .containsExactly("proof n1");
    }
  }

  @Test
  void rejectsATokenThatIsRefusedWithTheNonceAsWell() {
    source.renew(Duration.ofHours(1)).bound((request, token) -> "proof");
    TunnelRotation rotation = rotation();
    for (String nonce : List.of("n1", "n1")) {
      assertThat(rotation.next()).isNotNull();
      rotation.answered(FakeHead.of(401, "dpop-nonce", nonce));
      rotation.over(Outcome.REFUSED);
    }

    assertThat(source.rejected()).hasSize(1);
    assertThat(rotation.next()).isNull();
  }

  /** Of a tunnel that was opened with the first token. */
  private TunnelRotation rotation() {
    Call call = scene.get(way);
    call.shakes(new Handshake.Wanted("dGhlIHNhbXBsZSBub25jZQ==", List.of(), null, null));
    return new TunnelRotation(
        call,
        new TunnelRotation.Habits(new Rotation.Rules(0, true, Duration.ZERO), attachment, null),
        first,
        new TunnelRotation.Means(scene.time, turns, new RecordingCalls()));
  }
}
