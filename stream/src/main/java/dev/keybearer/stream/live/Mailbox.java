package dev.keybearer.stream.live;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs what is put in, one after the other, on threads of an executor: whoever is only touched from
 * inside needs no lock. Safe for many threads.
 */
final class Mailbox {
  private static final System.Logger LOG = System.getLogger(Mailbox.class.getName());

  /** After so many others get their turn on the thread. */
  private static final int AT_ONCE = 256;

  private final ConcurrentLinkedQueue<Runnable> letters = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final Executor executor;

  Mailbox(Executor executor) {
    this.executor = executor;
  }

  void add(Runnable letter) {
    letters.add(letter);
    if (count.getAndIncrement() == 0) {
      executor.execute(this::run);
    }
  }

  private void run() {
    int done = 0;
    while (done < AT_ONCE) {
      Runnable letter = letters.poll();
      if (letter == null) {
        break; // counted, but not yet put in: its owner is between two lines of add
      }
      open(letter);
      done++;
    }
    if (count.addAndGet(-done) > 0) {
      executor.execute(this::run);
    }
  }

  /** The outermost loop: a bug at one letter must not lose those that follow. */
  private static void open(Runnable letter) {
    try {
      letter.run();
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "a stream failed at one step; it goes on", e);
    }
  }
}
