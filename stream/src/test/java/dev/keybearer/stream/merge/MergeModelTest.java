package dev.keybearer.stream.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.stream.provider.Hearing.Heard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * P1 in a model: events with true repeats reach each connection in order, 5 to 250 ms late; every
 * 24 seconds a connection is replaced with an overlap of 1.5 seconds. Nothing is lost, doubled or
 * out of order, with names and without.
 */
class MergeModelTest {
  private static final long SKEW = 1_000;
  private static final int ROTATIONS = 200;

  @ParameterizedTest
  @CsvSource({"1,false", "2,false", "3,false", "1,true", "2,true"})
  void losesAndDoublesNothingOverManyRotations(long seed, boolean named) {
    Run run = new Run(new Random(seed), named);
    run.go();
    assertThat(run.delivered).isEqualTo(run.published);
    assertThat(run.doubtful).isZero();
  }

  /** One stream in a moved time of milliseconds. */
  private static final class Run {
    private final Random random;
    private final boolean named;
    private final Map<String, List<String>> published = new HashMap<>();
    private final Map<String, List<String>> delivered = new HashMap<>();
    private final PriorityQueue<Step> steps = new PriorityQueue<>();
    private final Map<Long, Long> latest = new HashMap<>(); // no connection is overtaken by itself
    private final Merge merge;
    private int doubtful;
    private long order;
    private long ties;

    private Run(Random random, boolean named) {
      this.random = random;
      this.named = named;
      this.merge = new Merge(SKEW, named, this::deliver);
    }

    private void go() {
      List<Long> listening = new ArrayList<>();
      long end = ROTATIONS * 24_000L;
      at(0, () -> begin(1, 0, listening));
      at(100, () -> merge.prove(1, 100));
      for (long rotation = 1; rotation <= ROTATIONS; rotation++) {
        rotate(rotation, listening);
      }
      for (long at = 200; at < end; at += 1 + random.nextInt(40)) {
        publish(at, listening);
      }
      while (!steps.isEmpty()) {
        Step step = steps.poll();
        while (merge.due() <= step.at) {
          merge.tick(merge.due());
        }
        step.what.run();
      }
      merge.tick(end + 10 * SKEW);
    }

    private void rotate(long rotation, List<Long> listening) {
      long at = rotation * 24_000L;
      at(at, () -> begin(rotation + 1, at, listening));
      at(at + 300, () -> merge.prove(rotation + 1, at + 300));
      at(at + 1_800, () -> leave(rotation, at + 1_800, listening));
    }

    private void begin(long connection, long at, List<Long> listening) {
      merge.join(connection, at);
      listening.add(connection);
    }

    private void leave(long connection, long at, List<Long> listening) {
      listening.remove(connection);
      merge.leave(connection, at);
    }

    private void publish(long at, List<Long> listening) {
      String topic = "t" + random.nextInt(3);
      List<String> before = published.computeIfAbsent(topic, t -> new ArrayList<>());
      boolean repeats = !before.isEmpty() && random.nextInt(20) == 0;
      String body = repeats ? before.get(before.size() - 1) : "m" + order;
      String id = named ? "id" + order : null;
      order++;
      before.add(body);
      at(
          at,
          () -> {
            for (long connection : List.copyOf(listening)) {
              long arrives =
                  Math.max(at + 5 + random.nextInt(246), latest.getOrDefault(connection, 0L));
              latest.put(connection, arrives);
              Heard heard = new Heard(topic, id, null, body);
              at(arrives, () -> merge.arrive(connection, heard, arrives));
            }
          });
    }

    private void deliver(Heard message, boolean inDoubt) {
      delivered.computeIfAbsent(message.topic(), t -> new ArrayList<>()).add(message.body());
      doubtful += inDoubt ? 1 : 0;
    }

    private void at(long moment, Runnable what) {
      steps.add(new Step(moment, ties++, what)); // what was planned first comes first
    }
  }

  private record Step(long at, long tie, Runnable what) implements Comparable<Step> {
    @Override
    public int compareTo(Step other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(tie, other.tie);
    }
  }
}
