package dev.keybearer.token.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.file.FakeDisk.PowerCut;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Cuts the power before every operation of the disk, and looks at every disk that may be found
 * afterwards (S4, S6, F18, F19).
 */
class PowerCutTest {
  private static final SortedMap<String, String> NOTHING = new TreeMap<>();

  /** What a cut leaves: the disk, and the two states that the store may be in. */
  private record Cut(FakeDisk disk, String told, List<SortedMap<String, String>> allowed) {
    List<Cut> found() {
      List<Cut> found = new ArrayList<>();
      found.add(new Cut(disk.afterKill(), told + ", killed", allowed));
      for (FakeDisk after : disk.afterPowerCut()) {
        found.add(new Cut(after, told + ", power cut", allowed));
      }
      return found;
    }
  }

  /** Runs the story until the cut, or returns null when it came to its end. */
  private static Cut tell(int operation) {
    FakeDisk disk = new FakeDisk().cutBefore(operation);
    SortedMap<String, String> before = NOTHING;
    SortedMap<String, String> after = NOTHING;
    String told = "open";
    try (FileTokenStore store = Act.open(disk, Act.KEYS)) {
      for (Act act : Act.STORY) {
        told = act.told();
        after = act.meaning().apply(before);
        act.run().accept(store);
        before = after;
      }
      assertThat(disk.isPast()).isFalse();
      return new Cut(disk, "the end", List.of(after));
    } catch (PowerCut e) {
      return new Cut(disk, told + ", operation " + operation, List.of(before, after));
    }
  }

  private static SortedMap<String, String> found(FakeDisk disk) {
    try (FileTokenStore store = Act.open(disk, Act.KEYS)) {
      return Act.found(store);
    }
  }

  @Test
  void findsTheOldItemOrTheNewOneAfterEveryCut() {
    int cuts = 0;
    for (Cut cut = tell(0); cut.disk.isPast(); cut = tell(++cuts)) {
      for (Cut each : cut.found()) {
        assertThat(found(each.disk)).as(each.told).isIn(each.allowed);
      }
    }
    assertThat(cuts).isGreaterThan(Act.STORY.size());
  }

  @Test
  void losesNothingThatWasAcknowledged() {
    Cut end = tell(Integer.MAX_VALUE);
    for (Cut each : end.found()) {
      assertThat(found(each.disk)).as(each.told).isEqualTo(end.allowed.get(0));
    }
  }

  @Test
  void goesOnAfterEveryCut() {
    int cuts = 0;
    for (Cut cut = tell(0); cut.disk.isPast(); cut = tell(++cuts)) {
      for (Cut each : cut.found()) {
        try (FileTokenStore store = Act.open(each.disk, Act.KEYS)) {
          Act.commit("a", 9).run().accept(store);
          Act.forget("b").run().accept(store);
          Act.commit("b", 1).run().accept(store);
        }
        assertThat(found(each.disk)).as(each.told).hasToString("{a=9, b=1}");
      }
    }
  }

  @Test
  void survivesASecondCutWhileItRecoversFromTheFirst() {
    int cuts = 0;
    for (Cut cut = tell(0); cut.disk.isPast(); cut = tell(++cuts)) {
      for (Cut each : cut.found()) {
        cutAgain(each);
      }
    }
  }

  private static void cutAgain(Cut first) {
    for (int operation = 0; ; operation++) {
      FakeDisk disk = first.disk.afterKill().cutBefore(operation);
      try {
        found(disk);
        return;
      } catch (PowerCut e) {
        for (FakeDisk each : disk.afterPowerCut()) {
          assertThat(found(each)).as(first.told + ", then %d", operation).isIn(first.allowed);
        }
      }
    }
  }
}
