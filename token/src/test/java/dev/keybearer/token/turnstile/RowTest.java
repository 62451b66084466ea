package dev.keybearer.token.turnstile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.TimeSource;
import dev.keybearer.token.turnstile.Turnstile.Place;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Whoever moves in the row wakes whom it concerns. On the machine's own time, since a wait on moved
 * time looks up by itself and would not miss the call.
 */
class RowTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final TimeSource time = TimeSource.system();
  private final Turnstile turnstile =
      new Turnstile(Origin.of(URI.create("https://api.example.com")), time);
  private final List<Thread> threads = new ArrayList<>();

  @Test
  void whoeverIsLetGoCallsTheNext() throws Exception {
    turnstile.shut(Duration.ofMillis(100));
    List<FutureTask<Boolean>> calls = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      calls.add(passing(join(LONG)));
    }

    for (FutureTask<Boolean> call : calls) {
      assertThat(call.get(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(turnstile.waiting()).isZero();
  }

  @Test
  void whoeverGivesUpCallsTheNext() throws Exception {
    turnstile.shut(Duration.ZERO);
    Place first = join(LONG);
    FutureTask<Boolean> second = passing(join(LONG));
    awaitWaiting(second);

    first.close();

    assertThat(second.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aNewWindowCallsThoseThatItMakesTooLate() throws Exception {
    turnstile.shut(Duration.ofMinutes(1));
    FutureTask<Boolean> call = passing(join(LONG));
    awaitWaiting(call);

    turnstile.shut(LONG);

    assertThat(call.get(10, TimeUnit.SECONDS)).isFalse();
  }

  private Place join(Duration limit) {
    return Objects.requireNonNull(turnstile.join(Deadline.stated(limit, time)));
  }

  private FutureTask<Boolean> passing(Place place) {
    FutureTask<Boolean> task =
        new FutureTask<>(
            () -> {
              try (place) {
                return place.await();
              }
            });
    Thread thread = new Thread(task, "waits");
    thread.setDaemon(true);
    thread.start();
    threads.add(thread);
    return task;
  }

  /** Until the thread that was started last is asleep in the row. */
  private void awaitWaiting(FutureTask<Boolean> call) throws Exception {
    Thread last = threads.get(threads.size() - 1);
    while (last.getState() != Thread.State.TIMED_WAITING) {
      assertThat(call.isDone()).isFalse();
      last.join(1);
    }
  }
}
