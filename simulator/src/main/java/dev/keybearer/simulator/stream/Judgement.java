package dev.keybearer.simulator.stream;

import java.util.List;
import java.util.Map;

/**
 * What became of the messages of a stream, according to one consumer. A body that was published
 * several times counts as often: what is compared are multisets of topic and body.
 *
 * @param published how many there were on the consumer's topics
 * @param lost those the consumer did not deliver
 * @param duplicated how many it delivered once too often, without a warning
 * @param flaggedDuplicates how many it delivered once too often, with a warning
 * @param outOfOrder by topic, how many it delivered behind a later one; topics without any are left
 *     out, and so are bodies that were published several times
 * @param lostOutsideGaps those of the lost that lie in no reported gap
 * @param lostInSeveralGaps those of the lost that lie only where reported gaps overlap
 * @param unknown how many it delivered that were never published
 */
public record Judgement(
    int published,
    List<Published> lost,
    int duplicated,
    int flaggedDuplicates,
    Map<String, Integer> outOfOrder,
    List<Published> lostOutsideGaps,
    List<Published> lostInSeveralGaps,
    int unknown) {
  /** A judgement that keeps copies. */
  public Judgement {
    lost = List.copyOf(lost);
    outOfOrder = Map.copyOf(outOfOrder);
    lostOutsideGaps = List.copyOf(lostOutsideGaps);
    lostInSeveralGaps = List.copyOf(lostInSeveralGaps);
  }

  /** Whether every message was delivered once, in order. */
  public boolean isFlawless() {
    return lost.isEmpty()
        && duplicated == 0
        && flaggedDuplicates == 0
        && outOfOrder.isEmpty()
        && unknown == 0;
  }

  /** Numbers only. */
  @Override
  public String toString() {
    return published
        + " published, "
        + lost.size()
        + " lost ("
        + lostOutsideGaps.size()
        + " outside gaps, "
        + lostInSeveralGaps.size()
        + " in several), "
        + duplicated
        + " duplicated, "
        + flaggedDuplicates
        + " duplicates flagged, out of order "
        + outOfOrder
        + ", "
        + unknown
        + " unknown";
  }
}
