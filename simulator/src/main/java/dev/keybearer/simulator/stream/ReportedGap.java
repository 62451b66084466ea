package dev.keybearer.simulator.stream;

import java.time.Instant;
import java.util.Set;

/**
 * A stretch in which a consumer says it may have missed something.
 *
 * @param from the first moment, on the world's clock
 * @param to the last moment
 * @param topics which it concerns; none stands for all
 */
public record ReportedGap(Instant from, Instant to, Set<String> topics) {
  /** A gap that keeps a copy of the topics. */
  public ReportedGap {
    topics = Set.copyOf(topics);
  }

  /** A gap in every topic. */
  public static ReportedGap of(Instant from, Instant to) {
    return new ReportedGap(from, to, Set.of());
  }

  /** Whether a message may have been due within the gap, both ends included. */
  boolean touches(Published message) {
    Instant latest = message.at().plus(message.within());
    boolean concerned = topics.isEmpty() || topics.contains(message.topic());
    return concerned && !latest.isBefore(from) && !message.at().isAfter(to);
  }

  /** Whether a moment lies within it; where one gap ends the next may begin. */
  boolean holds(Instant moment) {
    return !moment.isBefore(from) && moment.isBefore(to);
  }
}
