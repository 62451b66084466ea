package dev.keybearer.gateway.record;

import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.exchange.Answer;
import dev.keybearer.gateway.exchange.Ending;
import dev.keybearer.gateway.exchange.Rotation;
import dev.keybearer.gateway.exchange.WireFault;
import dev.keybearer.gateway.peer.Address;
import dev.keybearer.gateway.stage.CallRecorder;
import java.util.List;

/**
 * Tells several how calls end, in turn. What one of them throws is logged and harms neither the
 * others nor the call.
 */
public record CallsToAll(List<CallRecorder> recorders) implements CallRecorder {
  private static final System.Logger LOG = System.getLogger(CallsToAll.class.getName());

  /** Those who are told. */
  public CallsToAll {
    recorders = List.copyOf(recorders);
  }

  @Override
  public void ended(Call call, Ending ending) {
    for (int i = 0; i < recorders.size(); i++) {
      try {
        recorders.get(i).ended(call, ending);
      } catch (RuntimeException | Error e) {
        failed(recorders.get(i), e);
      }
    }
  }

  @Override
  public void rotated(Call call, Rotation.Outcome outcome) {
    for (CallRecorder recorder : recorders) {
      try {
        recorder.rotated(call, outcome);
      } catch (RuntimeException | Error e) {
        failed(recorder, e);
      }
    }
  }

  @Override
  public void malformed(WireFault fault, Address socket, Answer answer) {
    for (CallRecorder recorder : recorders) {
      try {
        recorder.malformed(fault, socket, answer);
      } catch (RuntimeException | Error e) {
        failed(recorder, e);
      }
    }
  }

  private static void failed(CallRecorder recorder, Throwable bug) {
    LOG.log(System.Logger.Level.ERROR, recorder.getClass().getName() + " met a bug", bug);
  }
}
