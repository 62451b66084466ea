package dev.keybearer.gateway.stage;

import dev.keybearer.gateway.call.Attachment;
import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.Ground;
import dev.keybearer.gateway.call.Refusal;
import dev.keybearer.gateway.call.Stage;
import dev.keybearer.gateway.call.Step;
import dev.keybearer.gateway.call.Way;
import dev.keybearer.gateway.exchange.Departure;
import dev.keybearer.gateway.exchange.UpstreamFault;
import dev.keybearer.gateway.exchange.UpstreamHead;
import dev.keybearer.gateway.field.Field;
import dev.keybearer.gateway.upstream.Condition;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.Token;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sends a call to its upstream, and decides what becomes of the answer.
 *
 * <pre>
 *   rests? ──yes──▶ 503          asks for patience? ──yes──▶ waits for its turn, or 429
 *     │ no
 *     ▼
 *   sent ──▶ no answer ──▶ safe, never begun, in the budget? ──▶ sent again, else 502 or 504
 *     │
 *     ├────▶ 401 that our token met ──▶ renewed once for all, sent again once; else 502
 *     ├────▶ 429 that our token met ──▶ everybody waits; this call too, or the 429 passes
 *     ▼
 *   passed on, or a tunnel
 * </pre>
 */
final class Forward implements Stage {
  private static final Step PASS = new Step.Pass(List.of());

  /** B6: what a token opened is nobody else's, unless the upstream says so. */
  private static final Step PASS_PRIVATELY =
      new Step.Pass(List.of(Field.of("Cache-Control", "private, no-store")));

  private final TimeSource time;
  private final Attach attach;
  private final Turns turns;
  private final Tunnels tunnels;
  private final @Nullable Tracer tracer;

  Forward(TimeSource time, Attach attach, Pipeline.Observers observers) {
    this.time = time;
    this.tracer = observers.tracer();
    this.attach = attach;
    this.turns = new Turns(time, attach);
    this.tunnels = new Tunnels(new TunnelRotation.Means(time, turns, observers.recorder()));
  }

  @Override
  public Step take(Call call) {
    Condition condition = call.way().condition();
    call.leaves(condition.isSound() ? call.begun() : time.nanos());
    Duration rest = condition.enter(call.left());
    return rest == null ? inTurn(call) : new Step.Refuse(rests(rest));
  }

  private static Refusal rests(Duration rest) {
    return Refusal.of(Ground.UPSTREAM_RESTS, "the upstream failed several times in a row")
        .retryAfter(rest);
  }

  private Step inTurn(Call call) {
    return call.way().row().isQuiet() ? send(call) : turns.await(call, () -> send(call));
  }

  /** A proof is signed elsewhere: it takes longer than everything else on the loop together. */
  private Step send(Call call) {
    Token token = call.token();
    return token != null && token.isBound() ? new Step.Wait(() -> depart(call)) : depart(call);
  }

  private Step depart(Call call) {
    if (tracer != null) {
      call.follows(tracer.leaving(call));
    }
    Departure departure = Outbound.of(call);
    call.departs(departure);
    return new Step.Send(departure);
  }

  /** The upstream has answered. */
  Step answered(Call call, UpstreamHead head) {
    Way way = call.way();
    way.condition().answered();
    Attachment attachment = way.attachment();
    boolean asksForNonce = attachment != null && asksForNonce(call, attachment, head);
    if (attachment != null && head.status() == 401) {
      return asksForNonce ? provedAgain(call) : refusedToken(call, attachment);
    }
    if (head.status() == 429 && attachment != null) { // else it is about the caller alone
      return askedTooOften(call, head);
    }
    if (attachment != null) {
      attachment.welcome().taken(ours(call));
      turns.heed(call, head);
    }
    return head.status() == Tunnels.SWITCHING ? tunnels.agreed(call, head) : pass(call, head);
  }

  private static Step pass(Call call, UpstreamHead head) {
    boolean open = call.caller() == null && call.token() == null;
    return open || head.value("cache-control") != null ? PASS : PASS_PRIVATELY;
  }

  /**
   * Whether the upstream refuses our proof for the want of a nonce that it names (RFC 9449 section
   * 9), and not our token.
   */
  private static boolean asksForNonce(Call call, Attachment attachment, UpstreamHead head) {
    Token token = call.token();
    String nonce = token != null && token.isBound() ? head.value("dpop-nonce") : null;
    if (nonce == null) {
      return false;
    }
    boolean news = !nonce.equals(attachment.welcome().nonce());
    attachment.welcome().asks(nonce);
    return !call.isProvedAgain() && (news || call.exchange().isReplayable());
  }

  private Step provedAgain(Call call) {
    if (!call.exchange().isReplayable()) {
      return refusesUs("it wants another nonce in proofs, and the body is too long to go again");
    }
    call.provesAgain();
    return send(call);
  }

  /** Nobody else goes meanwhile; this call goes once more in its turn, if it can wait for that. */
  private Step askedTooOften(Call call, UpstreamHead head) {
    turns.shut(call, head);
    if (call.hasWaited() || !call.exchange().isReplayable()) {
      return pass(call, head);
    }
    call.waits();
    Step step = turns.await(call, () -> send(call));
    return step instanceof Step.Refuse ? pass(call, head) : step;
  }

  /**
   * Our token was refused, so the caller's is not to blame: that 401 is none of the caller's
   * business. One renewal serves all whose token was refused.
   */
  private Step refusedToken(Call call, Attachment attachment) {
    long now = time.nanos();
    Token token = ours(call);
    if (attachment.welcome().isWornOut(token, now)) {
      return refusesUs(
          "new tokens of " + attachment.credential() + " were refused: another is no remedy");
    }
    if (call.isRenewed()) { // it stays: others may be let in with it
      attachment.welcome().refusedNew(token, now);
      return refusesUs("a new token of " + attachment.credential() + " was refused as well");
    }
    attachment.source().reject(token);
    if (!call.exchange().isReplayable()) {
      return refusesUs(
          "its token was refused, and its body is too long to be sent again; it is renewed");
    }
    call.renewed();
    return new Step.Wait(() -> renewed(call, attachment));
  }

  private static Token ours(Call call) {
    return Objects.requireNonNull(call.token(), "a route that attaches one sends nothing without");
  }

  private Step renewed(Call call, Attachment attachment) {
    Refusal refusal = attach.renew(call, attachment);
    return refusal == null ? send(call) : new Step.Refuse(refusal);
  }

  private static Step refusesUs(String detail) {
    return new Step.Refuse(Refusal.of(Ground.UPSTREAM_REFUSES_US, detail));
  }

  /** The upstream has not answered. */
  Step failed(Call call, UpstreamFault fault) {
    Way way = call.way();
    return switch (fault.kind()) {
      case BODY_TOO_LONG -> {
        way.condition().withdrawn(call.left());
        yield new Step.Refuse(Refusal.of(Ground.BODY_TOO_LONG, fault.words()));
      }
      case BODY_BROKEN -> {
        way.condition().withdrawn(call.left());
        yield new Step.Refuse(Refusal.of(Ground.MALFORMED_REQUEST, fault.words()));
      }
      case CROWDED -> {
        way.condition().withdrawn(call.left());
        yield new Step.Refuse(Refusal.of(Ground.CROWDED, fault.words()));
      }
      case STALE -> send(call);
      case UNREACHABLE, BROKEN, AMBIGUOUS, SILENT -> {
        way.condition().failed(call.left(), time.nanos());
        yield mayRepeat(call, fault) ? again(call) : new Step.Refuse(refusal(fault));
      }
    };
  }

  /** G11: no answer has begun, a repetition changes nothing or the first try did not arrive. */
  private static boolean mayRepeat(Call call, UpstreamFault fault) {
    boolean harmless =
        fault.untouched()
            || (fault.kind() == UpstreamFault.Kind.BROKEN && call.departure().isRepeatable());
    return harmless
        && call.retries() < call.way().habits().retries()
        && call.exchange().isReplayable()
        && call.way().condition().mayRepeat();
  }

  private Step again(Call call) {
    call.retried();
    return send(call);
  }

  /**
   * The call is over, however: a probe that brought no news no longer keeps others from probing.
   */
  void ended(Call call) {
    Way way = call.found();
    if (way != null) {
      way.condition().withdrawn(call.left());
    }
  }

  private static Refusal refusal(UpstreamFault fault) {
    Ground ground =
        fault.kind() == UpstreamFault.Kind.SILENT ? Ground.UPSTREAM_SILENT : Ground.UPSTREAM_BROKEN;
    return Refusal.of(ground, fault.words());
  }
}
