package dev.keybearer.gateway.route;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the routes between which nothing decides. Of two routes for one host, the more specific is
 * the one whose paths are all among those of the other. Two that share only some paths conflict,
 * unless a third route is for exactly the shared ones; two with the same paths conflict when they
 * share a method.
 */
final class Conflicts {
  private final Set<Place> places = new HashSet<>();

  private Conflicts(List<Match> matches) {
    matches.forEach(match -> places.add(new Place(match.host(), match.path())));
  }

  /** All of them, in the order of the routes. */
  static List<Conflict> among(List<Match> matches) {
    Conflicts conflicts = new Conflicts(matches);
    List<Conflict> found = new ArrayList<>();
    for (int second = 1; second < matches.size(); second++) {
      for (int first = 0; first < second; first++) {
        String words = conflicts.words(matches.get(first), matches.get(second));
        if (words != null) {
          found.add(new Conflict(first, second, words));
        }
      }
    }
    return found;
  }

  private @Nullable String words(Match one, Match other) {
    if (!Objects.equals(one.host(), other.host())) {
      return null;
    }
    if (one.path().equals(other.path())) {
      Set<String> shared = new TreeSet<>(one.methods());
      shared.retainAll(other.methods());
      return shared.isEmpty() ? null : two(one, other) + " are both for " + shared;
    }
    PathPattern meet = one.path().meet(other.path());
    boolean decided =
        meet == null
            || meet.equals(one.path())
            || meet.equals(other.path())
            || places.contains(new Place(one.host(), meet));
    return decided
        ? null
        : two(one, other) + " are both for " + meet + ": add a route for it, or change one of them";
  }

  private static String two(Match one, Match other) {
    String host = one.host() == null ? "" : " at " + one.host();
    return "the routes " + one.path() + " and " + other.path() + host;
  }

  private record Place(@Nullable String host, PathPattern path) {}
}
