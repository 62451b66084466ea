package dev.keybearer.gateway.stage;

import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.Ground;
import dev.keybearer.gateway.call.Plan;
import dev.keybearer.gateway.call.Refusal;
import dev.keybearer.gateway.call.Stage;
import dev.keybearer.gateway.call.Step;
import dev.keybearer.gateway.exchange.Answer;
import dev.keybearer.gateway.exchange.Course;
import dev.keybearer.gateway.exchange.Ending;
import dev.keybearer.gateway.exchange.Exchange;
import dev.keybearer.gateway.exchange.Front;
import dev.keybearer.gateway.exchange.Request;
import dev.keybearer.gateway.exchange.UpstreamFault;
import dev.keybearer.gateway.exchange.UpstreamHead;
import dev.keybearer.gateway.exchange.WireFault;
import dev.keybearer.gateway.peer.Address;
import dev.keybearer.token.TimeSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The path of every call. Safe for use by many loops at once.
 *
 * <p>A stage answers or lets the call go on; one that has to wait is continued on a thread of its
 * own, and what it decided there is carried out on the call's loop again.
 */
public final class Pipeline implements Front {
  private static final System.Logger LOG = System.getLogger(Pipeline.class.getName());

  private final List<Stage> stages;
  private final Admit admit = new Admit();
  private final Forward forward;
  private final Supplier<Plan> plan;
  private final CallRecorder recorder;
  private final Waiting waiting;
  private final TimeSource time;

  /**
   * A pipeline.
   *
   * @param plan what the configuration says now
   * @param recorder is told how each call ended
   */
  public Pipeline(Supplier<Plan> plan, CallRecorder recorder, Waiting waiting, TimeSource time) {
    this(plan, new Observers(recorder, null), waiting, time);
  }

  /**
   * A pipeline.
   *
   * @param plan what the configuration says now
   */
  public Pipeline(Supplier<Plan> plan, Observers observers, Waiting waiting, TimeSource time) {
    this.plan = plan;
    this.recorder = observers.recorder();
    this.waiting = waiting;
    this.time = time;
    Attach attach = new Attach(time);
    this.forward = new Forward(time, attach, observers);
    this.stages = order(time, admit, attach, forward);
  }

  /** The order of the stages, which stands here and nowhere else; recording is around them all. */
  private static List<Stage> order(TimeSource time, Admit admit, Attach attach, Forward forward) {
    return List.of(
        new Normalise(),
        new Match(),
        new Upgrade(),
        new Authenticate(time),
        new Authorise(),
        new Limit(time),
        admit,
        attach,
        forward);
  }

  @Override
  public Course arrived(Request request, Exchange exchange) {
    long id = ThreadLocalRandom.current().nextLong();
    return new Passage(new Call(id, time.nanos(), plan.get(), request, exchange));
  }

  @Override
  public Answer malformed(WireFault fault, Address socket) {
    long id = ThreadLocalRandom.current().nextLong();
    Answer answer = Answers.malformed(fault, id);
    recorder.malformed(fault, socket, answer);
    return answer;
  }

  /**
   * Who watches calls.
   *
   * @param recorder is told how each call ended
   * @param tracer follows them to their upstreams, or null
   */
  public record Observers(CallRecorder recorder, @Nullable Tracer tracer) {}

  /** One call on its way through the stages. */
  private final class Passage implements Course {
    private final Call call;
    private int stage;

    Passage(Call call) {
      this.call = call;
    }

    /** Takes the call through the stages, as far as it goes without waiting. */
    @Override
    public void begin() {
      carryOut(() -> Step.Next.NEXT);
    }

    @Override
    public void answered(UpstreamHead head) {
      carryOut(() -> forward.answered(call, head));
    }

    @Override
    public void failed(UpstreamFault fault) {
      carryOut(() -> forward.failed(call, fault));
    }

    @Override
    public void ended(Ending ending) {
      forward.ended(call);
      admit.ended(call);
      recorder.ended(call, ending);
    }

    /** The outermost place that sees a bug of a stage. */
    private void carryOut(Supplier<Step> decision) {
      try {
        Step step = decision.get();
        while (step == Step.Next.NEXT) {
          step = stages.get(stage++).take(call);
        }
        end(step);
      } catch (RuntimeException | Error e) {
        LOG.log(System.Logger.Level.ERROR, "call " + call.id() + " met a bug", e);
        refuse(Refusal.of(Ground.BUG, "a bug, see the log"));
      }
    }

    private void end(Step step) {
      switch (step) {
        case Step.Next _ -> throw new IllegalStateException("no stage is left to take the call");
        case Step.Refuse refuse -> refuse(refuse.refusal());
        case Step.Send send -> call.exchange().send(send.departure());
        case Step.Pass pass -> call.exchange().pass(pass.set());
        case Step.Tunnel tunnel -> call.exchange().tunnel(tunnel.terms());
        case Step.Wait wait -> {
          call.exchange().drop(); // nobody waits with a connection in hand
          waiting.decide(wait.work(), call.exchange(), this::decided);
        }
      }
    }

    private void decided(Step step) {
      if (!call.exchange().isOver()) {
        carryOut(() -> step);
      }
    }

    private void refuse(Refusal refusal) {
      call.refused(refusal);
      call.exchange().answer(Answers.of(refusal, call.id()));
    }
  }
}
