package dev.keybearer.gateway.call;

import dev.keybearer.gateway.field.FieldsJudge;
import dev.keybearer.gateway.peer.TrustedProxies;
import dev.keybearer.gateway.route.Route;
import dev.keybearer.gateway.route.RouteTable;
import java.util.List;

/**
 * Everything that a configuration says about calls. A call keeps the plan that it began with; a new
 * one takes its place as a whole. Immutable.
 *
 * @param judge of headers, who knows the fields that any route sets
 */
public record Plan(RouteTable<Way> routes, FieldsJudge judge, TrustedProxies proxies) {
  /**
   * A plan of these routes.
   *
   * @throws IllegalArgumentException when routes conflict, or set fields that requests need
   */
  public static Plan of(List<Route<Way>> routes, TrustedProxies proxies) {
    List<String> set =
        routes.stream()
            .flatMap(route -> route.target().rules().set().stream())
            .map(FieldRules.Rule::name)
            .toList();
    return new Plan(RouteTable.of(routes), FieldsJudge.of(set), proxies);
  }
}
