package dev.keybearer.benchmark.stream;

import dev.keybearer.simulator.stream.Received;
import dev.keybearer.simulator.stream.ReportedGap;
import dev.keybearer.simulator.stream.Testimony;
import dev.keybearer.stream.Delivery;
import dev.keybearer.stream.Gap;
import dev.keybearer.stream.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What one consumer of a stream got, as it came. Safe for use by many threads. */
final class Account {
  private static final String NUMBER = "\"n\":";
  private static final long HANDED_OVER = -1;

  private final WorldTime time;
  private final Map<Long, Long> firstHeard = new ConcurrentHashMap<>();

  /** Guarded by this, as everything below. */
  private final List<Received> received = new ArrayList<>();

  private final List<ReportedGap> gaps = new ArrayList<>();
  private final List<Long> added = new ArrayList<>();
  private Instant latest;

  Account(WorldTime time) {
    this.time = time;
    this.latest = time.wall();
  }

  /** A connection of ours has heard this frame, be it a message or not. */
  void heard(String frame) {
    long number = number(frame);
    if (number > 0) {
      firstHeard.putIfAbsent(number, time.nanos());
    }
  }

  /** A stream has delivered. */
  void take(Delivery delivery) {
    if (delivery instanceof Message message) {
      delay(number(message.body()));
      take(new Received(message.topic(), message.body(), message.possiblyDuplicate()));
    } else if (delivery instanceof Gap gap) {
      take(new ReportedGap(gap.from(), gap.to(), Set.copyOf(gap.topics())));
    }
  }

  /** From the first connection that had it to here; a repeat of a body is left out. */
  private void delay(long number) {
    Long since = firstHeard.put(number, HANDED_OVER);
    if (since != null && since != HANDED_OVER) {
      long nanos = time.nanos() - since;
      synchronized (this) {
        added.add(nanos);
      }
    }
  }

  /** The consumer was given a message. */
  synchronized void take(Received message) {
    received.add(message);
    latest = time.wall();
  }

  private synchronized void take(ReportedGap gap) {
    gaps.add(gap);
  }

  /** When it was given its latest message. */
  synchronized Instant latest() {
    return latest;
  }

  /** How many messages it was given. */
  synchronized int count() {
    return received.size();
  }

  /** What it swears to. */
  synchronized Testimony testimony() {
    return new Testimony(received, gaps, Set.of());
  }

  /** By how many nanoseconds each message came later than its first connection had it. */
  synchronized List<Long> added() {
    return List.copyOf(added);
  }

  /** The number that the traffic writes into each body, 0 where there is none. */
  static long number(String text) {
    int at = text.lastIndexOf(NUMBER);
    if (at < 0) {
      return 0;
    }
    long number = 0;
    for (int i = at + NUMBER.length(); i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
