package dev.keybearer.sink;

import dev.keybearer.stream.Delivery;
import dev.keybearer.stream.Message;
import dev.keybearer.stream.Receiver;
import dev.keybearer.stream.ReceiverFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The way from one stream to its sinks. A stream that takes the place of another is opened while
 * that one still delivers: its relay waits for the end of the one before, and then leaves out what
 * that has delivered meanwhile. What has no name of its own is never left out but marked, for two
 * messages may say the same. Safe for use by many threads.
 *
 * <pre>
 *   stream 1   ──●──●──●──●──│ closed
 *   relay 1         remembers ●──●──●
 *   stream 2         └──●──●──●──●──●──▶   heard by both, held back
 *   relay 2                  └─▶ leaves out ●──●, hands on ●──●──▶
 * </pre>
 */
public final class Relay implements Receiver {
  /** More messages than come within the seconds of a change. */
  private static final int MOST_NAMES = 200_000;

  /** Longer than it takes to be let in by a provider that makes everybody wait. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final long LOOKS_EVERY_MILLIS = 50;

  /** What both have heard is long through then. */
  private static final Duration HORIZON = Duration.ofMinutes(1);

  private final Receiver sinks;
  private volatile @Nullable Relay before;
  private final ReentrantLock lock = new ReentrantLock(); // guards what follows
  private final Condition changed = lock.newCondition();
  private final Set<Name> delivered = new LinkedHashSet<>();
  private boolean remembering;
  private boolean ended;
  private long endedAt;

  private Relay(Receiver sinks, @Nullable Relay before) {
    this.sinks = sinks;
    this.before = before;
  }

  /** The way of a stream that takes nobody's place. */
  public static Relay to(Receiver sinks) {
    return new Relay(sinks, null);
  }

  /** The way of the stream that will take the place of this one's; to be made before that opens. */
  public Relay successor() {
    lock.lock();
    try {
      remembering = true;
    } finally {
      lock.unlock();
    }
    return new Relay(sinks, this);
  }

  /** The stream is closed, or never will deliver: whoever waits for it goes on. */
  public void end() {
    lock.lock();
    try {
      if (!ended) {
        ended = true;
        endedAt = System.nanoTime();
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void receive(List<Delivery> deliveries) throws Exception {
    Relay earlier = before;
    List<Delivery> left = earlier == null ? deliveries : earlier.withoutDelivered(deliveries, this);
    if (!left.isEmpty()) {
      sinks.receive(left);
      remember(left);
    }
  }

  @Override
  public int batch() {
    return sinks.batch();
  }

  private List<Delivery> withoutDelivered(List<Delivery> deliveries, Relay successor)
      throws ReceiverFailure, InterruptedException {
    lock.lock();
    try {
      awaitEnd(successor);
      if (System.nanoTime() - endedAt > HORIZON.toNanos()) {
        delivered.clear();
        before = null;
      }
      if (delivered.isEmpty() && before == null) {
        return deliveries;
      }
      List<Delivery> left = new ArrayList<>(deliveries.size());
      deliveries.forEach(each -> keep(each, left));
      return left;
    } finally {
      lock.unlock();
    }
  }

  private void awaitEnd(Relay successor) throws ReceiverFailure, InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (!ended && !successor.hasEnded()) {
      if (System.nanoTime() - until > 0) {
        throw new ReceiverFailure("the stream before this one has not ended within " + PATIENCE);
      }
      // Looks again by itself: the successor has a lock of its own.
      boolean ignored = changed.await(LOOKS_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }
    if (!ended) {
      throw new ReceiverFailure("the stream ended before its turn came");
    }
  }

  private boolean hasEnded() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  private void keep(Delivery delivery, List<Delivery> left) {
    if (!(delivery instanceof Message message) || !hasDelivered(Name.of(message))) {
      left.add(delivery);
    } else if (message.id() == null) {
      left.add(message.from(Message.Origin.DOUBTFUL));
    }
  }

  /** Under the lock: this stream's, or those before it. */
  private boolean hasDelivered(Name name) {
    Relay earlier = before;
    return delivered.contains(name) || (earlier != null && earlier.delivered(name));
  }

  private boolean delivered(Name name) {
    lock.lock();
    try {
      return hasDelivered(name);
    } finally {
      lock.unlock();
    }
  }

  private void remember(List<Delivery> deliveries) {
    lock.lock();
    try {
      if (!remembering) {
        return;
      }
      for (Delivery each : deliveries) {
        if (each instanceof Message message) {
          if (delivered.size() >= MOST_NAMES) {
            delivered.remove(delivered.iterator().next());
          }
          delivered.add(Name.of(message));
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** What a message is known by. */
  private record Name(String topic, String key) {
    static Name of(Message message) {
      return new Name(message.topic(), message.key());
    }
  }
}
