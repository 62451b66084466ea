package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Nobody's handshakes hold up those of others. */
class HandshakesTest {
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final CompletableFuture<Void> begin = new CompletableFuture<>();
  private final List<String> computed = new CopyOnWriteArrayList<>();
  private final Handshakes handshakes = new Handshakes(thread);

  @Test
  void servesANewcomerAfterOneStepOfEachOther() {
    thread.execute(begin::join);
    ask("flood", "flood", "flood", "flood", "other", "newcomer");

    assertThat(computed()).containsExactly("flood", "other", "newcomer", "flood", "flood", "flood");
  }

  @Test
  void givesWhoComesAgainThePlaceBehindAllWhoWait() {
    thread.execute(begin::join);
    Executor again = handshakes.of("again");
    again.execute(() -> ask("again"));
    ask("one", "other");

    assertThat(computed()).containsExactly("one", "other", "again");
  }

  @Test
  void computesTheStepsOfOnePartyInTheirOrder() {
    Executor one = handshakes.of("one");
    for (int i = 0; i < 3; i++) {
      String step = "step " + i;
      one.execute(() -> computed.add(step));
    }

    assertThat(computed()).containsExactly("step 0", "step 1", "step 2");
  }

  @Test
  void computesWithTheNextStepWhatFoundNoThread() {
    Queue<Runnable> work = new ArrayDeque<>();
    Handshakes exhausted = new Handshakes(new FewThreads(work));
    assertThatExceptionOfType(OutOfMemoryError.class)
        .isThrownBy(() -> exhausted.of("unlucky").execute(() -> computed.add("unlucky")));
    exhausted.of("next").execute(() -> computed.add("next"));
    work.remove().run();

    assertThat(computed).containsExactly("unlucky", "next");
    assertThat(work).isEmpty();
  }

  private void ask(String... parties) {
    for (String party : parties) {
      handshakes.of(party).execute(() -> computed.add(party));
    }
  }

  private List<String> computed() {
    begin.complete(null);
    CompletableFuture<Void> done = new CompletableFuture<>();
    thread.execute(() -> thread.execute(() -> done.complete(null)));
    done.join();
    thread.close();
    return computed;
  }

  /** Has no thread for the first, and keeps the rest until somebody runs them. */
  private static final class FewThreads extends ThreadPoolExecutor {
    private final Queue<Runnable> work;
    private boolean had;

    FewThreads(Queue<Runnable> work) {
      super(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
      this.work = work;
    }

    @Override
    public void execute(Runnable task) {
      if (!had) {
        had = true;
        throw new OutOfMemoryError("unable to create native thread");
      }
      work.add(task);
    }
  }
}
