package dev.keybearer.benchmark.tool;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * One thread's way through all credentials. The credentials lie in the heap in the order in which
 * they were made and are met in a shuffled one, so that the next is never beside the last.
 */
@State(Scope.Thread)
public class Walk {
  private static final AtomicInteger WALKS = new AtomicInteger();

  /** Threads start far apart. */
  private int at = WALKS.getAndIncrement() * 50_021;

  /** The next index. */
  public int next(int size) {
    int next = at + 1;
    at = next < size ? next : 0;
    return at;
  }

  /** Always the same shuffling. */
  public static <T> List<T> shuffled(List<T> things) {
    Collections.shuffle(things, new Random(20261120));
    return things;
  }
}
