package dev.keybearer.token.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.StoreFailure;
import dev.keybearer.token.TokenStore;
import dev.keybearer.token.file.FakeDisk.Mishap;
import dev.keybearer.token.file.FakeDisk.PowerCut;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lets every operation of the disk fail once (S4, F17, F21). */
class DiskFaultTest {
  /** As many operations as a write, and looking at the disk again, take together. */
  private static final int AFTERMATH = 45;

  private FakeDisk disk = new FakeDisk();
  private boolean failed;

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "POWER_CUT")
  void keepsAndReportsTheTruthWhateverFails(Mishap mishap) {
    int operation = 0;
    do {
      failed = false;
      // Making the directory is left out: nobody else's directory is made dirty to force it twice.
      disk = new FakeDisk();
      Act.open(disk, Act.KEYS).close();
      disk.failAt(operation, mishap);
      live(mishap + " at operation " + operation);
      operation++;
    } while (disk.isPast());
    assertThat(operation).isGreaterThan(100);
  }

  /** A force that failed and was hidden by a second one shows when the power goes off. */
  @Test
  void survivesAPowerCutSoonAfterAFault() {
    int failing = 0;
    boolean failingIsPast;
    do {
      int cut = failing + 1;
      failingIsPast = false;
      do {
        failed = false;
        disk = new FakeDisk();
        Act.open(disk, Act.KEYS).close();
        disk.failAtAndCutBefore(failing, cut);
        liveUntilCut("failed at %d, cut at %d".formatted(failing, cut));
        failingIsPast |= failed;
        cut++;
      } while (disk.isPast() && cut <= failing + AFTERMATH);
      failing++;
    } while (failingIsPast);
    assertThat(failing).isGreaterThan(50);
  }

  private void liveUntilCut(String told) {
    SortedMap<String, String> before = new TreeMap<>();
    SortedMap<String, String> expected = before;
    try (TokenStore store = again(told, () -> Act.open(disk, Act.KEYS))) {
      for (Act act : Act.SHORT_STORY) {
        before = expected;
        expected = act.meaning().apply(before);
        if (!attempt(told, store, act)) {
          act.run().accept(store);
        }
      }
    } catch (PowerCut e) {
      assertFound(told, List.of(before, expected));
    }
  }

  /** A copy of the unfinished file that somebody kept must not pass for the next write. */
  @Test
  void leavesNothingOfAWriteThatFailedAndGivesItsSerialToNoOther() throws Distrusted {
    try (TokenStore store = Act.open(disk, Act.KEYS)) {
      // Operations 0 to 5 look for the item and write it beside its place; 9 writes the marks.
      disk.failAt(9, Mishap.FULL);

      assertThat(attempt("disk full", store, Act.commit("a", 1))).isFalse();
      assertThat(disk.files(FakeDisk.STORE)).containsExactly(FakeDisk.STORE.resolve("marks"));
      Act.commit("a", 1).run().accept(store);
    }
    byte[] file = disk.content(FakeDisk.STORE.resolve("a.item"));
    assertThat(Envelope.unseal(file, Act.KEYS).label().serial()).isEqualTo(2);
  }

  private void live(String told) {
    SortedMap<String, String> expected = new TreeMap<>();
    try (TokenStore store = again(told, () -> Act.open(disk, Act.KEYS))) {
      for (Act act : Act.STORY) {
        SortedMap<String, String> before = expected;
        expected = act.meaning().apply(before);
        boolean acknowledged = attempt(told, store, act);
        if (!acknowledged) {
          assertThat(again(told, () -> Act.found(store))).as(told).isIn(before, expected);
          act.run().accept(store);
        }
        // What was acknowledged is there whatever the power cut takes.
        assertFound(told + ", " + act.told(), List.of(expected));
      }
    }
  }

  private boolean attempt(String told, TokenStore store, Act act) {
    try {
      act.run().accept(store);
      return true;
    } catch (StoreFailure e) {
      assertReported(told, e);
      return false;
    }
  }

  /** A fault comes once: what it hit works when it is done again. */
  private <T> T again(String told, Supplier<T> act) {
    try {
      return act.get();
    } catch (StoreFailure e) {
      assertReported(told, e);
      return act.get();
    }
  }

  private void assertReported(String told, StoreFailure failure) {
    assertThat(failed).as(told + " fails once").isFalse();
    failed = true;
    assertThat(failure.kind())
        .as(told)
        .isIn(StoreFailure.Kind.UNWRITABLE, StoreFailure.Kind.UNREADABLE);
    assertThat(failure).hasMessageContaining("/store");
  }

  private void assertFound(String told, List<SortedMap<String, String>> allowed) {
    for (FakeDisk after : disk.afterPowerCut()) {
      try (TokenStore store = Act.open(after, Act.KEYS)) {
        assertThat(Act.found(store)).as(told).isIn(allowed);
      }
    }
  }
}
