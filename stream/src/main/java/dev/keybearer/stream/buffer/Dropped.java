package dev.keybearer.stream.buffer;

import dev.keybearer.stream.Delivery;
import dev.keybearer.stream.Gap;
import dev.keybearer.stream.Message;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;

/**
 * Deliveries that are gone, or may be, as the one stretch that they lay in. A gap among them is
 * part of it, since stretches share no moment.
 */
record Dropped(String stream, TreeSet<String> topics, Instant from, Instant to) {
  static Dropped first(Delivery delivery) {
    return new Dropped(delivery.stream(), new TreeSet<>(), begin(delivery), end(delivery))
        .and(delivery);
  }

  /** With one more. */
  Dropped and(Delivery delivery) {
    if (delivery instanceof Message message) {
      topics.add(message.topic());
    } else if (delivery instanceof Gap gap) {
      topics.addAll(gap.topics());
    }
    Instant begin = begin(delivery);
    Instant end = end(delivery);
    return new Dropped(
        stream, topics, begin.isBefore(from) ? begin : from, end.isAfter(to) ? end : to);
  }

  /** Without this one, which was the first and is there after all. */
  Dropped behind(Delivery delivery) {
    Instant end = end(delivery);
    return new Dropped(stream, topics, end.isBefore(to) ? end : to, to);
  }

  Gap gap() {
    return new Gap(
        stream, List.copyOf(topics), from, to.plusNanos(1), Gap.Cause.OVERFLOWN, false, false);
  }

  private static Instant begin(Delivery delivery) {
    return delivery instanceof Gap gap ? gap.from() : at(delivery);
  }

  private static Instant end(Delivery delivery) {
    return delivery instanceof Gap gap ? gap.to() : at(delivery);
  }

  private static Instant at(Delivery delivery) {
    return ((Message) delivery).receivedAt();
  }
}
