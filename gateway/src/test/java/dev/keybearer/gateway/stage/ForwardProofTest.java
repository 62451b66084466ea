package dev.keybearer.gateway.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.Ground;
import dev.keybearer.gateway.call.Refusal;
import dev.keybearer.gateway.call.Step;
import dev.keybearer.gateway.call.Way;
import dev.keybearer.gateway.exchange.Departure;
import dev.keybearer.gateway.exchange.UpstreamFault;
import dev.keybearer.token.Prover;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** RFC 9449 section 7: calls that leave with a token that is bound to a key of ours. */
class ForwardProofTest {
  private final CallScene scene = new CallScene();
  private final Attach attach = new Attach(scene.time);
  private final Forward forward = new Forward(scene.time, attach, CallScene.UNSEEN);

  /** Signing takes longer than a loop may be held up. */
  @Test
  void sendsABoundTokenWithAProofThatIsSignedElsewhere() throws InterruptedException {
    scene.source.bound(ForwardProofTest::prove);
    Call call = attachedBound(scene.call(scene.attaching(), "GET", "/orders/1?page=2"));

    Departure departure = CallScene.departure(CallScene.waited(forward.take(call)));

    assertThat(CallScene.values(departure, "Authorization")).containsExactly("Bearer ours-1");
    assertThat(CallScene.values(departure, "DPoP"))
        .containsExactly("GET http://upstream.example/orders/1 null ours-1");
  }

  /** The caller's own proof is for another address, and goes no further. */
  @Test
  void sendsNoProofOfTheCallers() throws InterruptedException {
    Call call = scene.get(scene.attaching(), "DPoP: a.b.c");
    scene.source.fresh();

    assertThat(attach.take(call)).isEqualTo(Step.Next.NEXT);
    assertThat(CallScene.values(CallScene.departure(forward.take(call)), "DPoP")).isEmpty();
  }

  @Test
  void sendsACallOnceMoreWithTheNonceThatItsUpstreamAsksFor() throws InterruptedException {
    scene.source.bound(ForwardProofTest::prove);
    Way way = scene.attaching();
    Call call = attachedBound(scene.get(way));
    assertThat(CallScene.waited(forward.take(call))).isInstanceOf(Step.Send.class);

    Step again = CallScene.waited(forward.answered(call, FakeHead.of(401, "dpop-nonce", "n1")));

    assertThat(CallScene.values(CallScene.departure(again), "DPoP"))
        .containsExactly("GET http://upstream.example/orders/1 n1 ours-1");
    assertThat(scene.source.rejected()).isEmpty();

    Call next = attachedBound(scene.get(way));
    assertThat(CallScene.values(CallScene.departure(CallScene.waited(forward.take(next))), "DPoP"))
        .as("it is known by then")
        .containsExactly("GET http://upstream.example/orders/1 n1 ours-1");
  }

  /** A proof is good for being sent once, and it may have arrived (decision 0021). */
  @Test
  void sendsACallThatMetADeadConnectionOnceMoreWithAnotherProof() throws InterruptedException {
    AtomicInteger made = new AtomicInteger();
    scene.source.bound((request, token) -> "proof-" + made.incrementAndGet());
    Way way = scene.attaching();
    Call call = attachedBound(scene.get(way));
    CallScene.waited(forward.take(call));

    Step again = CallScene.waited(forward.failed(call, UpstreamFault.stale(way.peer())));

    assertThat(CallScene.values(CallScene.departure(again), "DPoP")).containsExactly("proof-2");
    assertThat(way.condition().isSound()).isTrue();
  }

  /** It cannot go again, and yet nothing is wrong with the token. */
  @Test
  void renewsNoTokenWhereALongBodyMeetsANewNonce() throws InterruptedException {
    scene.source.bound(ForwardProofTest::prove);
    Call call = attachedBound(scene.get(scene.attaching()));
    CallScene.waited(forward.take(call));
    scene.exchange().cannotBeReplayed();

    Refusal refusal =
        CallScene.refusal(forward.answered(call, FakeHead.of(401, "dpop-nonce", "n1")));

    assertThat(refusal.ground()).isEqualTo(Ground.UPSTREAM_REFUSES_US);
    assertThat(scene.source.rejected()).isEmpty();
  }

  @Test
  void renewsATokenThatIsRefusedWithTheNonceAsWell() throws InterruptedException {
    scene.source.bound(ForwardProofTest::prove);
    Call call = attachedBound(scene.get(scene.attaching()));
    CallScene.waited(forward.take(call));
    CallScene.waited(forward.answered(call, FakeHead.of(401, "dpop-nonce", "n1")));

    Step renewed = CallScene.waited(forward.answered(call, FakeHead.of(401, "dpop-nonce", "n2")));

    assertThat(scene.source.rejected()).hasSize(1);
    Step sent = CallScene.waited(renewed);
    assertThat(CallScene.values(CallScene.departure(sent), "DPoP"))
        .containsExactly("GET http://upstream.example/orders/1 n2 ours-2");
  }

  private Call attachedBound(Call call) {
    scene.source.fresh();
    assertThat(attach.take(call)).isEqualTo(Step.Next.NEXT);
    return call;
  }

  private static String prove(Prover.Request request, @Nullable String token) {
    return request.method() + " " + request.target() + " " + request.nonce() + " " + token;
  }
}
