package dev.keybearer.token.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.StoreFailure;
import dev.keybearer.token.TokenStore;
import dev.keybearer.token.file.FakeDisk.Mishap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lets every operation of the disk fail once (S4, F17, F21). */
class DiskFaultTest {
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
        assertDurable(told + ", " + act.told(), expected);
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

  /** What was acknowledged is there whatever the power cut takes. */
  private void assertDurable(String told, SortedMap<String, String> expected) {
    for (FakeDisk after : disk.afterPowerCut()) {
      try (TokenStore store = Act.open(after, Act.KEYS)) {
        assertThat(Act.found(store)).as(told).isEqualTo(expected);
      }
    }
  }
}
