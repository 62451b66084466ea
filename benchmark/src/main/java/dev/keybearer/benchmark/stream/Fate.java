package dev.keybearer.benchmark.stream;

import dev.keybearer.simulator.stream.Judgement;
import java.util.List;
import java.util.Locale;

/**
 * What became of the messages of a stream, or of several.
 *
 * @param published how many there were
 * @param lost that were not delivered
 * @param outside those of the lost that lie in no reported gap
 * @param several those of the lost that lie in more than one
 * @param duplicated delivered once too often, without a warning
 * @param flagged delivered once too often, with one
 * @param outOfOrder delivered behind a later one of their topic
 */
record Fate(
    int published,
    int lost,
    int outside,
    int several,
    int duplicated,
    int flagged,
    int outOfOrder) {
  /** Of nothing yet. */
  static final Fate NONE = new Fate(0, 0, 0, 0, 0, 0, 0);

  /** What stands above the cells. */
  static final List<String> HEAD =
      List.of(
          "published",
          "lost",
          "lost outside gaps",
          "in several gaps",
          "duplicated",
          "flagged",
          "out of order");

  /** As the referee sees it. */
  static Fate of(Judgement judgement) {
    return new Fate(
        judgement.published(),
        judgement.lost().size(),
        judgement.lostOutsideGaps().size(),
        judgement.lostInSeveralGaps().size(),
        judgement.duplicated() + judgement.unknown(),
        judgement.flaggedDuplicates(),
        judgement.outOfOrder().values().stream().mapToInt(Integer::intValue).sum());
  }

  /** Of both. */
  Fate and(Fate other) {
    return new Fate(
        published + other.published,
        lost + other.lost,
        outside + other.outside,
        several + other.several,
        duplicated + other.duplicated,
        flagged + other.flagged,
        outOfOrder + other.outOfOrder);
  }

  /** Its cells in a table, after {@link #HEAD}. */
  List<String> cells() {
    return List.of(
        number(published),
        number(lost),
        number(outside),
        number(several),
        number(duplicated),
        number(flagged),
        number(outOfOrder));
  }

  /** A count as it stands in a table. */
  static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
