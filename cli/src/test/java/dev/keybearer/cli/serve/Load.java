package dev.keybearer.cli.serve;

import dev.keybearer.cli.wiring.Daemon;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Callers that call a daemon all the time, and what they could not do. */
final class Load implements AutoCloseable {
  private final Daemon daemon;
  private final AtomicInteger succeeded = new AtomicInteger();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final List<Thread> threads;
  private volatile boolean over;

  private Load(Daemon daemon, String token) {
    String open = Line.get("/api/open/1");
    String orders =
        "GET /api/orders/1 HTTP/1.1\r\nHost: api\r\nAuthorization: Bearer " + token + "\r\n\r\n";
    String small = Line.post("/api/open/2", "{}");
    this.daemon = daemon;
    this.threads =
        List.of(
            Thread.ofVirtual().unstarted(() -> stay(open)),
            Thread.ofVirtual().unstarted(() -> stay(small)),
            Thread.ofVirtual().unstarted(() -> stay(orders)),
            Thread.ofVirtual().unstarted(() -> come(orders)));
  }

  static Load on(Daemon daemon, String token) {
    Load load = new Load(daemon, token);
    load.threads.forEach(Thread::start);
    return load;
  }

  /** Calls on one connection for ever. */
  private void stay(String request) {
    try (Line line = Line.to(daemon.listens().getPort())) {
      while (!over) {
        count(line.call(request));
      }
    } catch (IOException e) {
      failures.add(e.toString());
    }
  }

  /** Calls on a connection of its own each time; one that the port went away from counts not. */
  private void come(String request) {
    while (!over) {
      int port = daemon.listens().getPort();
      try (Line line = Line.to(port)) {
        count(line.call(request));
      } catch (IOException e) {
        if (port == daemon.listens().getPort()) {
          failures.add(e.toString());
        }
      }
    }
  }

  private void count(int status) {
    if (status == 200) {
      succeeded.incrementAndGet();
    } else {
      failures.add("status " + status);
    }
  }

  int succeeded() {
    return succeeded.get();
  }

  List<String> failures() {
    return failures;
  }

  /** Lets the last calls end. */
  @Override
  public void close() {
    over = true;
    Eventually.holds("the last calls", () -> threads.stream().noneMatch(Thread::isAlive));
  }
}
