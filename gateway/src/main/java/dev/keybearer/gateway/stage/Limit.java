package dev.keybearer.gateway.stage;

import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.Ground;
import dev.keybearer.gateway.call.Refusal;
import dev.keybearer.gateway.call.Stage;
import dev.keybearer.gateway.call.Step;
import dev.keybearer.gateway.field.BodyLength;
import dev.keybearer.gateway.limit.Rate;
import dev.keybearer.token.TimeSource;
import java.time.Duration;
import java.util.List;

/**
 * Holds a call against the limits of its route: how long its body may be, and how often calls may
 * come. A body that grows too long is cut off later.
 */
final class Limit implements Stage {
  private final TimeSource time;

  Limit(TimeSource time) {
    this.time = time;
  }

  @Override
  public Step take(Call call) {
    long most = call.way().habits().bounds().most();
    boolean tooLong =
        call.fields().body() instanceof BodyLength.Exactly exactly && exactly.octets() > most;
    if (tooLong) {
      return new Step.Refuse(
          Refusal.of(Ground.BODY_TOO_LONG, "its body is longer than " + most + " octets"));
    }
    List<Rate> rates = call.way().habits().rates().calls();
    return rates.isEmpty() ? Step.Next.NEXT : inRate(call, rates);
  }

  /** A call that one of them refuses is counted by none: it came to nothing. */
  private Step inRate(Call call, List<Rate> rates) {
    long now = time.nanos();
    for (int i = 0; i < rates.size(); i++) {
      long wait = rates.get(i).take(call.client(), call.caller(), now);
      if (wait > 0) {
        for (Rate counted : rates.subList(0, i)) {
          counted.giveBack(call.client(), call.caller(), now);
        }
        return call.object(refusal(rates.get(i).of(), wait));
      }
    }
    return Step.Next.NEXT;
  }

  private static Refusal refusal(Rate.Of of, long wait) {
    Refusal refusal =
        switch (of) {
          case ADDRESS ->
              Refusal.of(Ground.ADDRESS_TOO_OFTEN, "calls of its address come too often");
          case SUBJECT ->
              Refusal.of(Ground.SUBJECT_TOO_OFTEN, "calls of its subject come too often");
          case ROUTE -> Refusal.of(Ground.ROUTE_TOO_OFTEN, "calls of its route come too often");
        };
    return refusal.retryAfter(Duration.ofNanos(wait));
  }
}
