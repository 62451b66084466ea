package dev.keybearer.simulator.feed;

import dev.keybearer.simulator.stream.Traffic;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;

/** Publishes at a rate, on a thread of its own. */
final class Pump implements Traffic {
  private static final double NANOS_PER_SECOND = 1e9;

  /** The clock may jump or change its speed meanwhile. */
  private static final long LONGEST_PAUSE_NANOS = 5_000_000;

  /** What is further behind than that is left out: after a jump of the clock nobody floods. */
  private static final int MOST_BEHIND = 1_000;

  private static final long END_MILLIS = 5_000;

  private final LiveFeed feed;
  private final Plan plan;
  private final SplittableRandom random = new SplittableRandom(20_26);
  private final Map<String, String> latest = new HashMap<>();
  private final AtomicLong count = new AtomicLong();
  private final Thread thread = new Thread(this::run, "simulator-traffic");
  private volatile boolean stopped;

  Pump(LiveFeed feed, Plan plan) {
    this.feed = feed;
    this.plan = plan;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    double period = NANOS_PER_SECOND / plan.perSecond;
    double due = feed.now();
    while (!stopped) {
      double wait = due - feed.now();
      if (wait > 0) {
        pause(wait);
        continue;
      }
      publish();
      due = Math.max(due + period, feed.now() - MOST_BEHIND * period);
    }
  }

  private void pause(double worldNanos) {
    double scale = feed.timeline().scale();
    double real = scale > 0 ? worldNanos / scale : LONGEST_PAUSE_NANOS;
    LockSupport.parkNanos(Math.max(1, (long) Math.min(real, LONGEST_PAUSE_NANOS)));
  }

  private void publish() {
    String topic = plan.topics.get((int) (count.get() % plan.topics.size()));
    String last = latest.get(topic);
    boolean repeats = last != null && random.nextDouble() < plan.repeatShare;
    LongFunction<String> body = repeats ? number -> last : this::numbered;
    latest.put(topic, feed.publish(topic, body).body());
    count.incrementAndGet();
  }

  /** In the canonical form: sorted, without spaces. */
  private String numbered(long number) {
    Instant now = feed.timeline().instant();
    return "{\"at\":\"" + now + "\",\"n\":" + number + "}";
  }

  @Override
  public long count() {
    return count.get();
  }

  boolean isStopped() {
    return stopped;
  }

  @Override
  public void stop() {
    stopped = true;
    LockSupport.unpark(thread);
    try {
      if (!thread.equals(Thread.currentThread())) {
        thread.join(END_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * What is published.
   *
   * @param perSecond how many messages a second
   * @param topics which take turns
   * @param repeatShare the share of messages with the body of the one before
   */
  record Plan(double perSecond, List<String> topics, double repeatShare) {
    Plan {
      if (!(perSecond > 0) || topics.isEmpty() || !(repeatShare >= 0 && repeatShare <= 1)) {
        throw new IllegalArgumentException(
            perSecond + " a second on " + topics + ", " + repeatShare + " repeated");
      }
    }
  }
}
