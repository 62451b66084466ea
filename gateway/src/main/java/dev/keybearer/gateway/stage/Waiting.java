package dev.keybearer.gateway.stage;

import dev.keybearer.gateway.call.Ground;
import dev.keybearer.gateway.call.Refusal;
import dev.keybearer.gateway.call.Step;
import dev.keybearer.gateway.exchange.Exchange;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Where calls wait: each on a virtual thread, since a loop never does. Bounded, so that a crowd is
 * told so instead of filling the memory (R11). Safe for use by many loops at once.
 */
public final class Waiting {
  /** As many calls as connections are open by default, twice. */
  public static final int MOST = 20_000;

  private static final System.Logger LOG = System.getLogger(Waiting.class.getName());

  private static final Step CROWDED =
      new Step.Refuse(Refusal.of(Ground.CROWDED, "as many calls as may wait are waiting"));

  private final ThreadFactory threads = Thread.ofVirtual().name("keybearer-wait-", 0).factory();
  private final AtomicInteger present = new AtomicInteger();
  private final int most;

  /** A place for so many. */
  public Waiting(int most) {
    this.most = most;
  }

  /** How many wait. */
  public int present() {
    return present.get();
  }

  /** Lets a call wait, and hands over on its loop what was decided. */
  void decide(Step.Work work, Exchange exchange, Consumer<Step> then) {
    if (present.incrementAndGet() > most) {
      present.decrementAndGet();
      work.abandon();
      then.accept(CROWDED);
      return;
    }
    try {
      threads.newThread(() -> run(work, exchange, then)).start();
    } catch (OutOfMemoryError e) { // nobody runs for it: what it holds is given back here
      LOG.log(System.Logger.Level.ERROR, "there is no memory for a thread", e);
      present.decrementAndGet();
      work.abandon();
      then.accept(CROWDED);
    }
  }

  private void run(Step.Work work, Exchange exchange, Consumer<Step> then) {
    Step step = decide(work);
    present.decrementAndGet();
    exchange.run(() -> then.accept(step));
  }

  /** The outermost place that sees a bug of something that waits. */
  private static Step decide(Step.Work work) {
    try {
      return work.decide();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Step.Refuse(Refusal.of(Ground.CROWDED, "the gateway is stopped"));
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "a waiting call met a bug", e);
      return new Step.Refuse(Refusal.of(Ground.BUG, "a bug, see the log"));
    }
  }
}
