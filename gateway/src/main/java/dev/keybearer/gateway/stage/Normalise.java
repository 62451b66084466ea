package dev.keybearer.gateway.stage;

import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.Ground;
import dev.keybearer.gateway.call.Refusal;
import dev.keybearer.gateway.call.Stage;
import dev.keybearer.gateway.call.Step;
import dev.keybearer.gateway.exchange.Request;
import dev.keybearer.gateway.field.FieldsJudgement;
import dev.keybearer.gateway.field.JudgedFields;
import dev.keybearer.gateway.field.Line;
import dev.keybearer.gateway.path.JudgedPath;
import dev.keybearer.gateway.path.PathJudgement;
import dev.keybearer.gateway.peer.Address;
import dev.keybearer.gateway.peer.TrustedProxies;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings a request into the one spelling in which it is judged and sent, and says who called. What
 * recipients could read in two ways is refused, not repaired.
 */
final class Normalise implements Stage {
  /** The one field that trusted proxies are believed in (G7). */
  private static final String FORWARDED = "x-forwarded-for";

  @Override
  public Step take(Call call) {
    Request request = call.request();
    call.comesFrom(client(request, call.plan().proxies())); // first: refusals tell of it as well
    return switch (call.plan().judge().judge(request.lines())) {
      case FieldsJudgement.Refused refused -> refuse(refused.fault().words());
      case JudgedFields fields -> path(call, fields);
    };
  }

  private static Step path(Call call, JudgedFields fields) {
    return switch (JudgedPath.parse(call.request().target())) {
      case PathJudgement.Refused refused -> refuse(refused.fault().words());
      case JudgedPath path -> {
        call.judged(fields, path);
        yield Step.Next.NEXT;
      }
    };
  }

  private static Step refuse(String words) {
    return new Step.Refuse(Refusal.of(Ground.MALFORMED_REQUEST, words));
  }

  private static Address client(Request request, TrustedProxies proxies) {
    if (!proxies.trusts(request.socket())) {
      return request.socket();
    }
    List<String> told = new ArrayList<>();
    for (Line line : request.lines()) {
      if (line.name().equalsIgnoreCase(FORWARDED)) {
        told.add(line.value());
      }
    }
    return proxies.client(request.socket(), told);
  }
}
