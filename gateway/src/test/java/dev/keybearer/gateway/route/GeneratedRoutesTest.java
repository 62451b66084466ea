package dev.keybearer.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.path.JudgedPath;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** G4: the table finds what trying all patterns one by one finds. */
class GeneratedRoutesTest {
  private static final int TABLES = 3_000;
  private static final String[] SEGMENTS = {"a", "b", "ab", "*", "*"};
  private static final String[] TEXTS = {"a", "b", "ab", "c"};

  private final Random random = new Random(405);

  @Test
  void findsTheMostSpecificOfAllThatMatch() {
    int tables = 0;
    int found = 0;
    for (int i = 0; i < TABLES; i++) {
      List<PathPattern> patterns = patterns();
      List<Route<PathPattern>> routes =
          patterns.stream().map(each -> new Route<>(Match.of(each, List.of("GET")), each)).toList();
      if (!RouteTable.conflicts(routes.stream().map(Route::match).toList()).isEmpty()) {
        continue;
      }
      tables++;
      RouteTable<PathPattern> table = RouteTable.of(routes);
      for (int p = 0; p < 20; p++) {
        String path = path();
        PathPattern expected = mostSpecific(patterns, path);
        assertThat(found(table, path)).as(path + " among " + patterns).isEqualTo(expected);
        found += expected == null ? 0 : 1;
      }
    }

    assertThat(tables).isGreaterThan(TABLES / 10);
    assertThat(found).isGreaterThan(tables);
  }

  private static @Nullable PathPattern found(RouteTable<PathPattern> table, String path) {
    Routing<PathPattern> routing = table.find("GET", null, (JudgedPath) JudgedPath.parse(path));
    return routing instanceof Routing.To<PathPattern> to ? to.route().target() : null;
  }

  /** The one of which all paths are paths of every other that matches. */
  private static @Nullable PathPattern mostSpecific(List<PathPattern> patterns, String path) {
    PathPattern best = null;
    for (PathPattern pattern : patterns) {
      if (matches(pattern, path) && (best == null || pattern.equals(best.meet(pattern)))) {
        best = pattern;
      }
    }
    return best;
  }

  private static boolean matches(PathPattern pattern, String path) {
    String expression = pattern.toString().replace("/**", "(/.+)?").replaceAll("/\\*", "/[^/]+");
    return path.matches(expression + "/?");
  }

  private List<PathPattern> patterns() {
    Set<PathPattern> patterns = new LinkedHashSet<>();
    int size = 1 + random.nextInt(6);
    for (int i = 0; i < size; i++) {
      StringBuilder text = new StringBuilder();
      for (int s = random.nextInt(4); s > 0; s--) {
        text.append('/').append(SEGMENTS[random.nextInt(SEGMENTS.length)]);
      }
      String end = random.nextInt(3) == 0 ? "/**" : "";
      patterns.add(PathPattern.parse(text.isEmpty() && end.isEmpty() ? "/" : text + end));
    }
    return List.copyOf(patterns);
  }

  private String path() {
    StringBuilder text = new StringBuilder();
    for (int s = random.nextInt(5); s > 0; s--) {
      text.append('/').append(TEXTS[random.nextInt(TEXTS.length)]);
    }
    return text.isEmpty() || random.nextInt(4) == 0 ? text + "/" : text.toString();
  }
}
