package dev.keybearer.gateway.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.revocation.Judged.Says;
import dev.keybearer.token.verification.Target;
import dev.keybearer.token.verification.Verified;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;

/** K4: whoever reads while the list grows and is swept misses nothing and sees nothing more. */
class RevocationRaceTest {
  private static final int READERS = 6;
  private static final int TOKENS = 400;
  private static final int NOISE = 150;

  private final FakeTime time = new FakeTime();
  private final RevocationList list = RevocationList.of(time);
  private final List<Verified> ended = new ArrayList<>();
  private final List<Verified> good = new ArrayList<>();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final CountDownLatch gate = new CountDownLatch(1);

  @RepeatedTest(5)
  void readersNeverMissWhatWasAcknowledgedAndNeverSeeMore() throws Exception {
    try (Judged judged = new Judged()) {
      for (int i = 0; i < TOKENS; i++) {
        ended.add(judged.verified(Says.of("t" + i, "s" + i, "ended")));
        good.add(judged.verified(Says.of("g" + i, "h" + i, "good")));
      }
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(READERS + 1)) {
      List<Future<?>> readers = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        long seed = i;
        readers.add(threads.submit(() -> read(new Random(seed))));
      }
      Future<?> writer = threads.submit(this::write);
      gate.countDown();
      writer.get(60, TimeUnit.SECONDS);
      for (Future<?> reader : readers) {
        reader.get(60, TimeUnit.SECONDS);
      }
    }
  }

  private Void write() throws InterruptedException {
    gate.await();
    Random random = new Random(7);
    for (int i = 0; i < TOKENS; i++) {
      Target target = new Target.Subject(null, "s" + i);
      list.put(Sample.of(target, null, Duration.ofDays(1)));
      acknowledged.set(i + 1);
      Sample.random(random, NOISE).forEach(list::put);
      if (i % 100 == 99) {
        time.advance(Sample.HOUR); // all noise so far has ended
        list.sweep();
      }
    }
    return null;
  }

  private Void read(Random random) throws InterruptedException {
    gate.await();
    int sure = 0;
    while (sure < TOKENS) {
      sure = acknowledged.get();
      int any = random.nextInt(TOKENS);
      boolean revoked = list.isRevoked(ended.get(any));
      if (any < sure) {
        assertThat(revoked).as("token %d of %d", any, sure).isTrue();
      }
      if (sure > 0) {
        assertThat(list.isRevoked(ended.get(sure - 1))).isTrue();
      }
      assertThat(list.isRevoked(good.get(any))).isFalse();
    }
    return null;
  }
}
