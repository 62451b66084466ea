package dev.keybearer.gateway.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.Ground;
import dev.keybearer.gateway.call.Step;
import dev.keybearer.gateway.call.TunnelPlaces;
import dev.keybearer.gateway.call.Tunnelling;
import dev.keybearer.gateway.call.Way;
import dev.keybearer.gateway.exchange.TunnelTerms.Bounds;
import dev.keybearer.gateway.field.Handshake;
import dev.keybearer.gateway.scene.Mint;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** D2: who holds places among the tunnels of a route. */
class AdmitTest {
  private final CallScene scene = new CallScene().trusting("198.51.100.0/24");
  private final Way way =
      scene.way(
          same ->
              same.with(new Tunnelling(Set.of(), false, new TunnelPlaces(10, 2), Bounds.STANDARD)));
  private final Admit admit = new Admit();

  /** As many as there are in a network of 64 bits are one caller's. */
  @Test
  void countsAddressesThatOneHolderHasAsOne() {
    assertThat(admit.take(from("2001:db8::1"))).isEqualTo(Step.Next.NEXT);
    assertThat(admit.take(from("2001:db8::2"))).isEqualTo(Step.Next.NEXT);

    assertThat(CallScene.refusal(admit.take(from("2001:db8::3"))).ground())
        .isEqualTo(Ground.TUNNELS_TAKEN);
    assertThat(admit.take(from("2001:db8:0:1::1"))).isEqualTo(Step.Next.NEXT);
  }

  @Test
  void countsTokensWithoutASubjectByTheirClient() {
    try (Mint mint = Mint.open(scene.time)) {
      for (String client : List.of("shop", "shop", "desk", "desk")) {
        Call call = from("192.0.2.1");
        call.calledBy(mint.verified(mint.tokenOfClient(client)));
        assertThat(admit.take(call)).isEqualTo(Step.Next.NEXT);
      }
    }
  }

  private Call from(String address) {
    Call call = scene.get(way, "X-Forwarded-For: " + address);
    call.shakes(new Handshake.Wanted("dGhlIHNhbXBsZSBub25jZQ==", List.of(), null, null));
    return call;
  }
}
