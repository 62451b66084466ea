package dev.keybearer.benchmark.gateway;

import dev.keybearer.benchmark.tool.Report;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The gateway, with more and with less to do, beside everybody else's. */
public final class Peers {
  private static final List<Peer> OTHERS =
      List.of(
          new Nginx(),
          new Haproxy(Haproxy.Habit.REMEMBERS),
          new Haproxy(Haproxy.Habit.VERIFIES),
          new Apache(),
          new Spring());

  private static final Side CACHED = new Haproxy(Haproxy.Habit.REMEMBERS);
  private static final Side VERIFYING = new Haproxy(Haproxy.Habit.VERIFIES);
  private static final Side FLOOR = new Nginx();
  private static final Side SPRING = new Spring();

  private final Report report;
  private final Calls.Length length;

  public Peers(Report report, Calls.Length length) {
    this.report = report;
    this.length = length;
  }

  /** Runs all rounds and prints the tables. */
  public void run() throws IOException, InterruptedException {
    List<Side> sides = new ArrayList<>(OTHERS);
    sides.addAll(Arrays.asList(Variant.values()));
    Calls calls = new Calls(sides, length);
    Map<Side, List<CallRound>> measured = calls.run();
    report.circumstances();
    CallTables tables = new CallTables(report, measured);
    tables.costs(List.of(CACHED, VERIFYING, FLOOR, SPRING));
    calls.left().forEach((side, why) -> report.line(side.words() + " is left out: " + why));
    report.line("");
    tables.latencies(length.rates());
    report.line("");
    report.head("target", "at most", "measured", "met");
    tables.target(Variant.ALL, CACHED, 0.95);
    tables.target(Variant.ALL, VERIFYING, 0.42);
    tables.target(Variant.ALL, FLOOR, 1.45);
    tables.target(Variant.ALL, SPRING, 0.1);
    tables.target(Variant.ANEW, VERIFYING, 0.9);
    tables.lateTarget(Variant.ALL, VERIFYING, 1);
  }
}
