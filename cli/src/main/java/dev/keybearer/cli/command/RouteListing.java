package dev.keybearer.cli.command;

import dev.keybearer.cli.config.AcceptConfig;
import dev.keybearer.cli.config.RouteConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The routes of a config, for people and for programs. */
final class RouteListing {
  private static final String NONE = "-";

  private final List<RouteConfig> routes;

  RouteListing(List<RouteConfig> routes) {
    this.routes = routes;
  }

  Table table() {
    var table = new Table("ROUTE", "METHODS", "PATH", "HOST", "ACCEPT", "CREDENTIAL", "UPSTREAM");
    for (RouteConfig route : routes) {
      List<String> issuers = issuers(route);
      table.row(
          route.name(),
          String.join(",", route.match().methods()),
          route.match().path().toString(),
          route.match().host() == null ? NONE : route.match().host(),
          issuers.isEmpty() ? "anonymous" : String.join(",", issuers),
          route.credential() == null ? NONE : route.credential().name(),
          route.upstream().value().url().toString());
    }
    return table;
  }

  List<Map<String, @Nullable Object>> describe() {
    return routes.stream().map(RouteListing::describe).toList();
  }

  private static Map<String, @Nullable Object> describe(RouteConfig route) {
    Map<String, @Nullable Object> description = new LinkedHashMap<>();
    description.put("name", route.name());
    description.put("methods", List.copyOf(route.match().methods()));
    description.put("path", route.match().path().toString());
    description.put("host", route.match().host());
    description.put("anonymous", route.accept() instanceof AcceptConfig.Anonymous);
    description.put("issuers", issuers(route));
    description.put("credential", route.credential() == null ? null : route.credential().name());
    description.put("upstream", route.upstream().value().url().toString());
    return description;
  }

  private static List<String> issuers(RouteConfig route) {
    return switch (route.accept()) {
      case AcceptConfig.Anonymous _ -> List.of();
      case AcceptConfig.Tokens tokens ->
          tokens.issuers().stream().map(accepted -> accepted.issuer().name()).toList();
    };
  }
}
