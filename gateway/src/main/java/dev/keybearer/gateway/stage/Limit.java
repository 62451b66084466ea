package dev.keybearer.gateway.stage;

import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.Ground;
import dev.keybearer.gateway.call.Refusal;
import dev.keybearer.gateway.call.Stage;
import dev.keybearer.gateway.call.Step;
import dev.keybearer.gateway.field.BodyLength;

/** Holds a call against the limits of its route. A body that grows too long is cut off later. */
final class Limit implements Stage {
  @Override
  public Step take(Call call) {
    long most = call.way().habits().bounds().most();
    boolean tooLong =
        call.fields().body() instanceof BodyLength.Exactly exactly && exactly.octets() > most;
    return tooLong
        ? new Step.Refuse(
            Refusal.of(Ground.BODY_TOO_LONG, "its body is longer than " + most + " octets"))
        : Step.Next.NEXT;
  }
}
