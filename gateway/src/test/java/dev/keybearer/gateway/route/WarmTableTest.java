package dev.keybearer.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.keybearer.gateway.path.JudgedPath;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table on the hot path. */
class WarmTableTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int FINDS = 100_000;

  @Test
  void findsWithoutAllocating() {
    RouteTable<Integer> table = table(500);
    List<JudgedPath> paths = List.of(judged("/api/r77/items/5"), judged("/api/r499"), judged("/x"));
    long found = find(table, paths);

    long before = THREADS.getCurrentThreadAllocatedBytes();
    found += find(table, paths);
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

    assertThat(found).isEqualTo(2L * 2 * FINDS);
    assertThat(allocated).isLessThan(FINDS);
  }

  private static long find(RouteTable<Integer> table, List<JudgedPath> paths) {
    long found = 0;
    for (int i = 0; i < FINDS; i++) {
      for (int p = 0; p < paths.size(); p++) {
        Routing<Integer> routing = table.find("HEAD", "api.example.com", paths.get(p));
        found += routing instanceof Routing.To<Integer> ? 1 : 0;
      }
    }
    return found;
  }

  private static RouteTable<Integer> table(int size) {
    List<Route<Integer>> routes = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      PathPattern pattern = PathPattern.parse("/api/r" + i + "/**");
      routes.add(new Route<>(Match.of(pattern, List.of("GET")), i));
    }
    return RouteTable.of(routes);
  }

  private static JudgedPath judged(String target) {
    return (JudgedPath) JudgedPath.parse(target);
  }
}
