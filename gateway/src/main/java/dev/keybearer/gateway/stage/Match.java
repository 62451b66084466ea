package dev.keybearer.gateway.stage;

import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.Ground;
import dev.keybearer.gateway.call.Refusal;
import dev.keybearer.gateway.call.Stage;
import dev.keybearer.gateway.call.Step;
import dev.keybearer.gateway.call.Way;
import dev.keybearer.gateway.field.Field;
import dev.keybearer.gateway.route.Routing;

/** Finds the route of a call. What no route is for is refused. */
final class Match implements Stage {
  private static final Step NO_ROUTE =
      new Step.Refuse(Refusal.of(Ground.NO_ROUTE, "no route is for its path"));

  @Override
  public Step take(Call call) {
    Routing<Way> routing =
        call.plan()
            .routes()
            .find(call.request().method(), call.fields().host().name(), call.path());
    return switch (routing) {
      case Routing.To<Way> to -> {
        call.takes(to.route().target());
        yield Step.Next.NEXT;
      }
      case Routing.NoRoute<Way> _ -> NO_ROUTE;
      case Routing.NoMethod<Way> none ->
          new Step.Refuse(
              Refusal.of(Ground.NO_METHOD, "a route is for its path, but not for its method")
                  .with(Field.of("Allow", none.allow())));
    };
  }
}
