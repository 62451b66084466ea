package dev.keybearer.simulator.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private final AtomicLong now = new AtomicLong();
  private final Timeline timeline = new Timeline(Clock.systemUTC(), now::get, () -> 0);
  private final BlockingQueue<String> done = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    timeline.close();
  }

  @Test
  void runsTasksInTheOrderOfTheirMoments() throws Exception {
    timeline.at(3, () -> done.add("third"));
    timeline.at(1, () -> done.add("first"));
    timeline.at(1, () -> done.add("second"));
    timeline.at(4, () -> done.add("not yet"));
    now.set(3);
    timeline.clockChanged();

    assertThat(List.of(next(), next(), next())).containsExactly("first", "second", "third");
    timeline.afterReal(Duration.ofMillis(1), () -> done.add("real"));
    assertThat(next()).isEqualTo("real");
    assertThat(done).isEmpty();
  }

  @Test
  void letsTasksAddTasks() throws Exception {
    timeline.at(0, () -> timeline.at(0, () -> done.add("inner")));

    assertThat(next()).isEqualTo("inner");
  }

  @Test
  void goesOnBehindTaskThatFails() throws Exception {
    BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
    timeline.at(
        0,
        () -> {
          Thread.currentThread().setUncaughtExceptionHandler((thread, bug) -> failures.add(bug));
          throw new IllegalStateException("bug");
        });
    timeline.at(0, () -> done.add("next"));

    assertThat(next()).isEqualTo("next");
    assertThat(failures).hasSize(1);
  }

  @Test
  void runsNothingOnceClosed() throws Exception {
    timeline.at(1, () -> done.add("late"));
    timeline.close();
    timeline.close();
    now.set(1);
    timeline.clockChanged();
    timeline.afterReal(Duration.ZERO, () -> done.add("late"));

    assertThat(done.poll(20, TimeUnit.MILLISECONDS)).isNull();
  }

  private String next() throws InterruptedException {
    String text = done.poll(10, TimeUnit.SECONDS);
    return text == null ? "nothing" : text;
  }
}
