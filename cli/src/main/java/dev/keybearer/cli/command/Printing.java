package dev.keybearer.cli.command;

import dev.keybearer.sink.LineSink;
import dev.keybearer.stream.Delivery;
import dev.keybearer.stream.Message;
import dev.keybearer.stream.Receiver;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Prints deliveries until enough messages have come, nobody reads any more, or it is told to end.
 * Safe for use by many threads.
 */
final class Printing implements Receiver {
  private final CountDownLatch end = new CountDownLatch(1);
  private final LineSink lines;
  private final boolean prints;
  private long left; // guarded by this

  /**
   * Prints nothing yet.
   *
   * @param count messages after which it ends
   * @param prints whether they are printed, or only counted
   */
  Printing(PrintWriter out, long count, boolean prints) {
    this.lines = LineSink.to(out);
    this.left = count;
    this.prints = prints;
  }

  @Override
  public synchronized void receive(List<Delivery> deliveries) {
    List<Delivery> taken = new ArrayList<>(deliveries.size());
    for (Delivery each : deliveries) {
      if (left > 0) {
        taken.add(each);
        left -= each instanceof Message ? 1 : 0;
      }
    }
    if (prints && !hasEnded()) {
      print(taken);
    }
    if (left <= 0) {
      end();
    }
  }

  private void print(List<Delivery> deliveries) {
    try {
      lines.receive(deliveries);
    } catch (IOException e) {
      end(); // as with every command whose output nobody reads
    }
  }

  @Override
  public int batch() {
    return lines.batch();
  }

  /** Prints no more. */
  void end() {
    end.countDown();
  }

  boolean hasEnded() {
    return end.getCount() == 0;
  }

  /** Waits for the end; false when it does not come in time. */
  boolean awaitEnd(long time, TimeUnit unit) throws InterruptedException {
    return end.await(time, unit);
  }
}
