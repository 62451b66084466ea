package dev.keybearer.simulator.stream;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Compares what was published with what one consumer says it received. Used once. */
final class Judge {
  private final Map<Key, Copies> all = new LinkedHashMap<>();
  private final Map<String, Long> latest = new HashMap<>();
  private final Map<String, Integer> outOfOrder = new TreeMap<>();
  private final List<ReportedGap> gaps;
  private int published;
  private int unknown;

  Judge(Iterable<Published> messages, Testimony testimony) {
    this.gaps = testimony.gaps();
    for (Published message : messages) {
      if (testimony.topics().isEmpty() || testimony.topics().contains(message.topic())) {
        Key key = new Key(message.topic(), message.body());
        all.computeIfAbsent(key, absent -> new Copies()).published.add(message);
        published++;
      }
    }
    testimony.received().forEach(this::enter);
  }

  private void enter(Received received) {
    Copies copies = find(received);
    if (copies == null) {
      unknown++;
      return;
    }
    if (copies.published.size() == 1 && copies.received() == 0) {
      judgeOrder(copies.published.get(0));
    }
    if (received.flagged()) {
      copies.flagged++;
    } else {
      copies.plain++;
    }
  }

  private @Nullable Copies find(Received received) {
    Copies exact = all.get(new Key(received.topic(), received.body()));
    if (exact != null) {
      return exact;
    }
    try {
      return all.get(new Key(received.topic(), Published.canonical(received.body())));
    } catch (JacksonException e) {
      return null;
    }
  }

  private void judgeOrder(Published message) {
    long before = latest.getOrDefault(message.topic(), 0L);
    if (message.number() < before) {
      outOfOrder.merge(message.topic(), 1, Integer::sum);
      return;
    }
    latest.put(message.topic(), message.number());
  }

  Judgement judgement() {
    List<Published> lost = new ArrayList<>();
    int duplicated = 0;
    int flagged = 0;
    for (Copies copies : all.values()) {
      int surplus = copies.received() - copies.published.size();
      int excused = Math.max(0, Math.min(surplus, copies.flagged));
      flagged += excused;
      duplicated += Math.max(0, surplus) - excused;
      lost.addAll(missing(copies, -surplus));
    }
    lost.sort(Comparator.comparingLong(Published::number));
    List<Published> outside = lost.stream().filter(each -> standing(each) == Gaps.NONE).toList();
    List<Published> several = lost.stream().filter(each -> standing(each) == Gaps.SEVERAL).toList();
    return new Judgement(
        published, lost, duplicated, flagged, outOfOrder, outside, several, unknown);
  }

  /** Of equal copies those are taken as lost that a gap accounts for: doubt is the consumer's. */
  private List<Published> missing(Copies copies, int number) {
    if (number <= 0) {
      return List.of();
    }
    return copies.published.stream()
        .sorted(Comparator.comparing(this::standing))
        .limit(number)
        .toList();
  }

  private Gaps standing(Published message) {
    List<ReportedGap> touched = gaps.stream().filter(gap -> gap.touches(message)).toList();
    if (touched.isEmpty()) {
      return Gaps.NONE;
    }
    return touched.size() == 1 || liesInOne(message, touched) ? Gaps.ONE : Gaps.SEVERAL;
  }

  /** Whether there is a moment at which the message may have been due and only one gap lies. */
  private static boolean liesInOne(Published message, List<ReportedGap> touched) {
    Instant end = message.at().plus(message.within());
    TreeSet<Instant> moments = new TreeSet<>(List.of(message.at(), end));
    for (ReportedGap gap : touched) {
      moments.add(gap.from());
      moments.add(gap.to());
    }
    moments.removeIf(each -> each.isBefore(message.at()) || each.isAfter(end));
    List<Long> covered = moments.stream().map(moment -> number(touched, moment)).toList();
    return covered.contains(1L) || covered.stream().allMatch(number -> number == 0);
  }

  private static long number(List<ReportedGap> gaps, Instant moment) {
    return gaps.stream().filter(gap -> gap.holds(moment)).count();
  }

  /** How a lost message lies to the reported gaps, best first. */
  private enum Gaps {
    ONE,
    SEVERAL,
    NONE
  }

  private record Key(String topic, String body) {}

  /** Messages that nobody can tell apart, and how often they were received. */
  private static final class Copies {
    private final List<Published> published = new ArrayList<>(1);
    private int plain;
    private int flagged;

    int received() {
      return plain + flagged;
    }
  }
}
