package dev.keybearer.cli.serve;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Many callers, each on a connection of its own, that are let go from one gate. */
final class Crowd implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final List<Line> lines = new ArrayList<>();

  private Crowd() {}

  static Crowd connect(int port, int callers) throws IOException {
    Crowd crowd = new Crowd();
    for (int i = 0; i < callers; i++) {
      crowd.lines.add(Line.to(port));
    }
    return crowd;
  }

  /**
   * Has everybody call so many times, one call behind the other.
   *
   * @param requests of each caller
   * @return how many calls ended how: by status, or by what went wrong
   */
  Map<String, Integer> call(int times, IntFunction<String> requests) throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    Map<String, Integer> endings = new TreeMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<String>>> callers = new ArrayList<>();
      for (int i = 0; i < lines.size(); i++) {
        Line line = lines.get(i);
        String request = requests.apply(i);
        callers.add(threads.submit(() -> call(line, request, times, gate)));
      }
      gate.countDown();
      for (Future<List<String>> caller : callers) {
        caller
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .forEach(e -> endings.merge(e, 1, Integer::sum));
      }
    }
    return endings;
  }

  private static List<String> call(Line line, String request, int times, CountDownLatch gate)
      throws InterruptedException {
    List<String> endings = new ArrayList<>();
    gate.await();
    for (int i = 0; i < times; i++) {
      try {
        endings.add(Integer.toString(line.call(request)));
      } catch (IOException e) {
        endings.add(e.toString());
      }
    }
    return endings;
  }

  @Override
  public void close() throws IOException {
    for (Line line : lines) {
      line.close();
    }
  }
}
