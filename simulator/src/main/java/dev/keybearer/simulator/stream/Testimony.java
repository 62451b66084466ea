package dev.keybearer.simulator.stream;

import java.util.List;
import java.util.Set;

/**
 * What a consumer says of a stream.
 *
 * @param received every message it delivered, in order
 * @param gaps every stretch it says it may have missed something in
 * @param topics which it had subscribed to; none stands for all
 */
public record Testimony(List<Received> received, List<ReportedGap> gaps, Set<String> topics) {
  /** A testimony that keeps copies. */
  public Testimony {
    received = List.copyOf(received);
    gaps = List.copyOf(gaps);
    topics = Set.copyOf(topics);
  }

  /** Of somebody who had subscribed to everything and reports no gap. */
  public static Testimony of(List<Received> received) {
    return new Testimony(received, List.of(), Set.of());
  }

  /** The same with gaps. */
  public Testimony withGaps(List<ReportedGap> reported) {
    return new Testimony(received, reported, topics);
  }

  /** The same of somebody who had subscribed to these topics only. */
  public Testimony onTopics(String... names) {
    return new Testimony(received, gaps, Set.of(names));
  }
}
