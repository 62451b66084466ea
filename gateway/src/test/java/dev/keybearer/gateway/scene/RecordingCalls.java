package dev.keybearer.gateway.scene;

import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.Refusal;
import dev.keybearer.gateway.exchange.Answer;
import dev.keybearer.gateway.exchange.Ending;
import dev.keybearer.gateway.exchange.Rotation;
import dev.keybearer.gateway.exchange.WireFault;
import dev.keybearer.gateway.peer.Address;
import dev.keybearer.gateway.stage.CallRecorder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps how calls ended. */
public final class RecordingCalls implements CallRecorder {
  private final List<Ended> ended = new CopyOnWriteArrayList<>();
  private final List<WireFault> malformed = new CopyOnWriteArrayList<>();
  private final List<Rotation.Outcome> rotations = new CopyOnWriteArrayList<>();

  @Override
  public void ended(Call call, Ending ending) {
    ended.add(new Ended(call, ending));
  }

  @Override
  public void rotated(Call call, Rotation.Outcome outcome) {
    rotations.add(outcome);
  }

  @Override
  public void malformed(WireFault fault, Address socket, Answer answer) {
    malformed.add(fault);
  }

  public void forget() {
    ended.clear();
    malformed.clear();
  }

  public List<Ended> all() {
    return List.copyOf(ended);
  }

  /** How attempts to let another upstream side follow ended. */
  public List<Rotation.Outcome> rotations() {
    return List.copyOf(rotations);
  }

  public List<WireFault> malformed() {
    return List.copyOf(malformed);
  }

  /** The refusals, in the order in which their calls ended. */
  public List<Refusal> refusals() {
    return ended.stream().map(each -> each.call().refusal()).filter(each -> each != null).toList();
  }

  /** A call and how it ended. */
  public record Ended(Call call, Ending ending) {}
}
