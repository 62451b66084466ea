package dev.keybearer.benchmark.library;

import dev.keybearer.benchmark.tool.Canned;
import dev.keybearer.benchmark.tool.Walk;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What no reader can do without: the clock, and one volatile reference that another thread sets.
 */
@State(Scope.Benchmark)
public class ReadBare {
  /** How many cells are read in turn. */
  @Param({"1", "100000"})
  public int credentials;

  private Cell[] cells = {};

  /** Fills every cell. */
  @Setup(Level.Trial)
  public void fill() {
    List<Cell> order = new ArrayList<>();
    for (int i = 0; i < credentials; i++) {
      order.add(new Cell(new Timed(Canned.token(i), System.nanoTime() + Canned.LIFE.toNanos())));
    }
    cells = Walk.shuffled(order).toArray(Cell[]::new);
    System.gc(); // everything lies where a process that has run for a while has it
  }

  /** The clock alone. */
  @Benchmark
  public long clock() {
    return System.nanoTime();
  }

  /** The clock, one volatile read and the comparison of the two. */
  @Benchmark
  public String cell(Walk walk) {
    Timed timed = cells[walk.next(cells.length)].timed;
    if (System.nanoTime() - timed.ends >= 0) {
      throw new IllegalStateException("the run outlived its tokens");
    }
    return timed.token;
  }

  private record Timed(String token, long ends) {}

  private static final class Cell {
    private volatile Timed timed;

    Cell(Timed timed) {
      this.timed = timed;
    }
  }
}
