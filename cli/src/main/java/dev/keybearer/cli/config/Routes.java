package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Place;
import dev.keybearer.cli.config.source.Problem.Kind;
import dev.keybearer.gateway.route.Conflict;
import dev.keybearer.gateway.route.RouteTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks for routes that cannot be told apart. */
final class Routes {
  // Each is compared with each.
  private static final int MOST = 1_000;

  private final List<RouteConfig> routes;
  private final Place section;

  private Routes(List<RouteConfig> routes, Place section) {
    this.routes = routes;
    this.section = section;
  }

  static void check(List<RouteConfig> routes, Place section) {
    if (routes.isEmpty()) {
      section.report(
          section
              .problem(Kind.MISSING_KEY, "is empty, and nothing would be let through")
              .withHelp("add a route, or remove the section gateway"));
      return;
    }
    if (routes.size() > MOST) {
      section.report(
          section
              .problem(Kind.TOO_LARGE, "holds more than " + MOST + " routes")
              .withHelp("write patterns such as /a/** for several of them"));
      return;
    }
    Routes all = new Routes(routes, section);
    all.checkNames();
    RouteTable.conflicts(routes.stream().map(RouteConfig::match).toList()).forEach(all::report);
  }

  private void checkNames() {
    Map<String, Integer> first = new HashMap<>();
    for (int i = 0; i < routes.size(); i++) {
      Integer other = first.putIfAbsent(routes.get(i).name(), i);
      Place place = section.item(i);
      Place at = place.below(RouteConfig.NAME);
      // A name that nobody gave is the route itself: that there are two of it is a conflict.
      if (other != null && at != place) {
        at.report(
            at.problem(Kind.CONFLICT, "is the name of another route")
                .withLabel(other(other))
                .withHelp("give each route a name of its own, or none"));
      }
    }
  }

  private void report(Conflict conflict) {
    Place place = section.item(conflict.second()).below(RouteMatch.PATH);
    int colon = conflict.words().lastIndexOf(": ");
    place.report(
        place
            .problem(
                Kind.CONFLICT,
                "leaves open which route a call takes: "
                    + conflict.words().substring(0, colon < 0 ? conflict.words().length() : colon))
            .withLabel(other(conflict.first()))
            .withHelp(colon < 0 ? "change one of them" : conflict.words().substring(colon + 2)));
  }

  private String other(int index) {
    return "the other is in line " + section.item(index).line();
  }
}
