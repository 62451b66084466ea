package dev.keybearer.gateway.route;

import dev.keybearer.gateway.path.JudgedPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All routes, and the one that a call takes: those for its host before those for every host, then
 * the most specific path, then the method. A path decides before the method does, so that a route
 * for everything does not let through what a narrower one leaves out. Immutable; finding allocates
 * nothing.
 *
 * @param <T> whatever a route leads to
 */
public final class RouteTable<T> {
  /** Where the first segment of a path begins. */
  private static final int FIRST_SEGMENT = 1;

  private final Map<String, Branch<T>> hosts = new HashMap<>();
  private final Branch<T> everywhere;
  private final Routing<T> noRoute = new Routing.NoRoute<>();

  private RouteTable(List<Route<T>> routes) {
    Map<String, List<Route<T>>> byHost = new HashMap<>();
    List<Route<T>> others = new ArrayList<>();
    for (Route<T> route : routes) {
      String host = route.match().host();
      (host == null ? others : byHost.computeIfAbsent(host, _ -> new ArrayList<>())).add(route);
    }
    byHost.forEach((host, own) -> hosts.put(host, branch(own)));
    this.everywhere = branch(others);
  }

  /**
   * A table of these routes; their order does not matter.
   *
   * @throws IllegalArgumentException when there are {@link #conflicts}, with all of them
   */
  public static <T> RouteTable<T> of(List<Route<T>> routes) {
    List<Conflict> conflicts = conflicts(routes.stream().map(Route::match).toList());
    if (!conflicts.isEmpty()) {
      throw new IllegalArgumentException(
          conflicts.stream().map(Conflict::words).collect(Collectors.joining("; ")));
    }
    return new RouteTable<>(routes);
  }

  /** All pairs between which nothing decides, at once. */
  public static List<Conflict> conflicts(List<Match> matches) {
    return Conflicts.among(matches);
  }

  /**
   * Where a call goes.
   *
   * @param host the name of the host it is for, in lower case and without port
   */
  public Routing<T> find(String method, @Nullable String host, JudgedPath path) {
    Branch<T> own = host == null ? null : hosts.get(host);
    Choice<T> choice = own == null ? null : own.find(path.path(), FIRST_SEGMENT);
    if (choice == null) {
      choice = everywhere.find(path.path(), FIRST_SEGMENT);
    }
    return choice == null ? noRoute : choice.of(method);
  }

  private static <T> Branch<T> branch(List<Route<T>> routes) {
    Map<PathPattern, List<Route<T>>> byPattern = new HashMap<>();
    for (Route<T> route : routes) {
      byPattern.computeIfAbsent(route.match().path(), _ -> new ArrayList<>()).add(route);
    }
    Map<PathPattern, Choice<T>> choices = new HashMap<>();
    byPattern.forEach((pattern, same) -> choices.put(pattern, Choice.of(same)));
    return Branch.of(choices);
  }
}
