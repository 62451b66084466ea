package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Fields;
import dev.keybearer.cli.config.shape.Key;
import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.Leaf;
import dev.keybearer.cli.config.shape.ListOf;
import dev.keybearer.cli.config.shape.Place;
import dev.keybearer.cli.config.source.Problem.Kind;
import dev.keybearer.gateway.route.Match;
import dev.keybearer.gateway.route.PathPattern;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the calls that a route is for take up among its keys.
 *
 * @param path required
 * @param methods required
 * @param host may be left out
 */
record RouteMatch(Key<PathPattern> path, Key<List<String>> methods, Key<@Nullable String> host) {
  static final String PATH = "path";

  private static final PathPattern ANY_PATH = PathPattern.parse("/**");

  static RouteMatch of(Keys keys) {
    return new RouteMatch(
        keys.required(
            PATH,
            Leaf.judgedBy(PathPattern::parse, "a path pattern"),
            "The paths it is for: /a/b, /a/*/b with any segment, /a/** with all below."),
        keys.required(
            "methods",
            ListOf.of(Leaf.judgedBy(RouteMatch::method, "a method")),
            "The methods it is for, such as [GET, POST]; GET is HEAD as well."),
        keys.optional("host", HostPort.HOST, "The host it is for; left out: every host."));
  }

  /** The calls, or null when there are none. */
  @Nullable Match read(Fields in) {
    List<String> named = in.get(methods);
    PathPattern pattern = in.get(path);
    String only = in.get(host);
    if (named.isEmpty()) {
      Place place = in.at(methods);
      place.report(
          place.problem(Kind.MISSING_KEY, "names no method").withHelp("write some, such as [GET]"));
      return null;
    }
    return new Match(pattern, Set.copyOf(named), only);
  }

  private static String method(String text) {
    return Match.of(ANY_PATH, List.of(text)).methods().iterator().next();
  }
}
