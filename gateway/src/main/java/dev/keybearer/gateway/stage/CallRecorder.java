package dev.keybearer.gateway.stage;

import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.exchange.Answer;
import dev.keybearer.gateway.exchange.Ending;
import dev.keybearer.gateway.exchange.Rotation;
import dev.keybearer.gateway.exchange.WireFault;
import dev.keybearer.gateway.peer.Address;

/** Takes note of how calls end. Called on the calls' loops; never waits. */
public interface CallRecorder {
  /** A call has ended, refused or not; everything that is known stands in it. */
  void ended(Call call, Ending ending);

  /** An attempt to let another upstream side of a tunnel follow has ended. */
  default void rotated(Call call, Rotation.Outcome outcome) {}

  /** A connection was ended because of what came on it. */
  void malformed(WireFault fault, Address socket, Answer answer);
}
