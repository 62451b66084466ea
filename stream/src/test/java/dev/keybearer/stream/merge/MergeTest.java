package dev.keybearer.stream.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.stream.provider.Hearing.Heard;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** P1: one order of what several connections hear, each message once. Times are milliseconds. */
class MergeTest {
  private static final long SKEW = 1_000;

  private final List<String> delivered = new ArrayList<>();
  private final List<String> doubtful = new ArrayList<>();
  private final Merge unnamed = new Merge(SKEW, false, this::deliver);
  private final Merge named = new Merge(SKEW, true, this::deliver);

  @Test
  void deliversEverythingOfTheOnlyConnectionRepeatsIncluded() {
    lead(unnamed, 1);
    hear(unnamed, 1, "a", 10);
    hear(unnamed, 1, "a", 11);
    assertThat(delivered).containsExactly("a", "a");
  }

  @Test
  void deliversACopyOverAnotherConnectionOnce() {
    lead(unnamed, 1);
    follow(unnamed, 2);
    hear(unnamed, 1, "a", 10);
    hear(unnamed, 2, "a", 200);
    hear(unnamed, 2, "b", 210);
    hear(unnamed, 1, "b", 400);
    assertThat(delivered).containsExactly("a", "b");
  }

  @Test
  void deliversATrueRepeatThatBothConnectionsHeardTwice() {
    lead(unnamed, 1);
    follow(unnamed, 2);
    hear(unnamed, 2, "a", 10);
    hear(unnamed, 2, "a", 11);
    hear(unnamed, 1, "a", 12);
    hear(unnamed, 1, "a", 13);
    assertThat(delivered).containsExactly("a", "a");
  }

  @Test
  void takesMembersInAnyOrderForTheSameBody() {
    lead(unnamed, 1);
    follow(unnamed, 2);
    hear(unnamed, 1, "{\"x\":1,\"y\":[2, \"z\"]}", 10);
    hear(unnamed, 2, "{ \"y\":[2,\"z\"], \"x\":1 }", 20);
    assertThat(delivered).hasSize(1);
  }

  @Test
  void keepsTheOrderOfTheLeaderWhileANewConnectionIsAhead() {
    lead(unnamed, 1);
    hear(unnamed, 1, "a", 10);
    follow(unnamed, 2);
    hear(unnamed, 2, "c", 30); // the new one is faster, and never heard b
    hear(unnamed, 1, "b", 200);
    hear(unnamed, 1, "c", 210);
    assertThat(delivered).containsExactly("a", "b", "c");
  }

  @Test
  void deliversWhatTheLeaderDoesNotHearWithinTheSkewAndNotSooner() {
    lead(unnamed, 1);
    follow(unnamed, 2);
    hear(unnamed, 2, "a", 10);
    unnamed.tick(10 + SKEW - 1);
    assertThat(delivered).isEmpty();
    assertThat(unnamed.due()).isEqualTo(10 + SKEW);
    unnamed.tick(10 + SKEW);
    assertThat(delivered).containsExactly("a");
    hear(unnamed, 1, "a", 10 + SKEW + 5);
    assertThat(delivered).as("the leader's late copy").containsExactly("a");
  }

  @Test
  void deliversWhatIsHeldWhenTheLeaderLeaves() {
    lead(unnamed, 1);
    follow(unnamed, 2);
    hear(unnamed, 1, "a", 10);
    hear(unnamed, 2, "a", 11);
    hear(unnamed, 2, "b", 12);
    hear(unnamed, 2, "c", 13);
    unnamed.leave(1, 20);
    assertThat(delivered).containsExactly("a", "b", "c");
  }

  @Test
  void forgetsNothingThatTheLeaderHeardFirstWhenItIsLost() {
    lead(unnamed, 1);
    follow(unnamed, 2);
    hear(unnamed, 1, "a", 10);
    unnamed.leave(1, 11);
    hear(unnamed, 2, "a", 60); // still on its way to the other when the first was lost
    assertThat(delivered).containsExactly("a");
  }

  @Test
  void doesNotTakeARepeatForACopyOfWhatWasDeliveredBeforeItsConnectionBegan() {
    lead(unnamed, 1);
    follow(unnamed, 2);
    hear(unnamed, 1, "a", 10);
    hear(unnamed, 2, "a", 12);
    unnamed.leave(2, 13);
    hear(unnamed, 1, "a", 14);
    unnamed.join(3, 20);
    unnamed.prove(3, 21);
    unnamed.leave(1, 22);
    hear(unnamed, 3, "a", 30);
    assertThat(delivered).containsExactly("a", "a", "a");
  }

  /** Some providers send as soon as a socket is open, before that is known here. */
  @Test
  void takesForACopyWhatWasDeliveredWhileAConnectionWasBeingOpened() {
    lead(unnamed, 1);
    unnamed.join(2, 5);
    hear(unnamed, 1, "a", 10);
    unnamed.join(2, 20);
    hear(unnamed, 2, "a", 30);
    unnamed.prove(2, 40);
    unnamed.leave(1, 50);
    assertThat(delivered).containsExactly("a");
  }

  @Test
  void holdsWhatAConnectionHearsBeforeItIsProvedAndDeliversItThen() {
    unnamed.join(1, 0);
    hear(unnamed, 1, "a", 5);
    unnamed.tick(5 + 3 * SKEW);
    assertThat(delivered).isEmpty();
    unnamed.prove(1, 6 + 3 * SKEW);
    assertThat(delivered).containsExactly("a");
  }

  @Test
  void deliversACopyThatIsLaterThanTheSkewAsDoubtful() {
    lead(unnamed, 1);
    follow(unnamed, 2);
    hear(unnamed, 1, "a", 10);
    unnamed.tick(10 + SKEW);
    hear(unnamed, 2, "a", 11 + SKEW);
    unnamed.tick(11 + 2 * SKEW);
    assertThat(delivered).containsExactly("a", "a");
    assertThat(doubtful).containsExactly("a");
  }

  @Test
  void deliversANameOnceWhicheverWayItComes() {
    lead(named, 1);
    named.arrive(1, new Heard("t", "id-1", null, "x"), 10);
    named.arrive(1, new Heard("t", "id-1", null, "x"), 11);
    named.arrive(1, new Heard("t", "id-2", null, "x"), 12);
    follow(named, 2);
    named.arrive(2, new Heard("t", "id-2", null, "x"), 13 + 5 * SKEW);
    named.leave(1, 14 + 5 * SKEW);
    assertThat(delivered).containsExactly("x", "x");
  }

  @Test
  void takesARepeatWithoutANameForAMessageOfItsOwnAmongNamedOnes() {
    lead(named, 1);
    hear(named, 1, "a", 10);
    hear(named, 1, "a", 20);
    assertThat(delivered).containsExactly("a", "a");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void countsWhatAConnectionDoesNotHearAndAnotherDoes(int dead) {
    lead(unnamed, 1);
    follow(unnamed, 2);
    int alive = 3 - dead;
    for (int i = 0; i < 5; i++) {
      hear(unnamed, alive, "m" + i, SKEW + i);
    }
    unnamed.tick(20 + 2 * SKEW);
    unnamed.tick(20 + 3 * SKEW);
    assertThat(unnamed.missedBy(dead)).isEqualTo(5);
    assertThat(unnamed.missedBy(alive)).isZero();
    assertThat(delivered).containsExactly("m0", "m1", "m2", "m3", "m4");
  }

  /** Losses far apart are no silence: both brought much in between. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void countsOnlyWhatAConnectionMissesInARow(int lossy) {
    lead(unnamed, 1);
    follow(unnamed, 2);
    for (int round = 1; round <= 30; round++) {
      long at = 10 * SKEW * round;
      hear(unnamed, 1, "both" + round, at);
      hear(unnamed, 2, "both" + round, at + 1);
      hear(unnamed, 3 - lossy, "one" + round, at + 2);
    }
    unnamed.tick(400 * SKEW);
    assertThat(unnamed.missedBy(lossy)).isLessThanOrEqualTo(1);
    assertThat(unnamed.missedBy(lossy, 500 * SKEW)).isLessThanOrEqualTo(1);
    assertThat(delivered).hasSize(60);
  }

  /** Topics change from one connection to the next. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void doesNotBlameAConnectionForTopicsOnlyTheOtherListensTo(int narrow) {
    for (int connection = 1; connection <= 2; connection++) {
      unnamed.join(connection, connection == narrow ? Set.of("quiet") : Set.of("quiet", "t"), 0);
      unnamed.prove(connection, 0);
    }
    for (int i = 0; i < 50; i++) {
      hear(unnamed, 3 - narrow, "m" + i, SKEW + i);
    }
    assertThat(unnamed.missedBy(narrow, 2 * SKEW)).isZero();
    unnamed.tick(20 * SKEW);
    unnamed.tick(40 * SKEW);
    assertThat(unnamed.missedBy(narrow)).isZero();
    assertThat(delivered).hasSize(50);
  }

  @Test
  void blamesAConnectionForTheTopicsThatBothListenTo() {
    unnamed.join(1, Set.of("t"), 0);
    unnamed.prove(1, 0);
    unnamed.join(2, Set.of("t", "other"), 0);
    unnamed.prove(2, 0);
    for (int i = 0; i < 5; i++) {
      hear(unnamed, 2, "m" + i, SKEW + i);
    }
    assertThat(unnamed.missedBy(1, 2 * SKEW)).isEqualTo(5);
  }

  @Test
  void doesNotBlameAConnectionForWhatMayHaveBeenSentBeforeItListened() {
    lead(unnamed, 1);
    unnamed.join(2, 90);
    unnamed.prove(2, 100);
    for (int i = 0; i < 5; i++) {
      hear(unnamed, 1, "m" + i, 100 + SKEW - 5 + i);
    }
    hear(unnamed, 1, "after", 100 + SKEW);
    unnamed.tick(200 + 2 * SKEW);
    assertThat(unnamed.missedBy(2)).isEqualTo(1);
  }

  @Test
  void measuresByHowMuchOneConnectionIsBehindAnother() {
    lead(unnamed, 1);
    follow(unnamed, 2);
    for (int i = 0; i < 100; i++) {
      hear(unnamed, 1, "m" + i, 1_000L * i);
      hear(unnamed, 2, "m" + i, 1_000L * i + i);
    }
    assertThat(unnamed.observedSkew()).isEqualTo(98);
  }

  @Test
  void saysHowMuchWaitsForTheLeader() {
    lead(unnamed, 1);
    follow(unnamed, 2);
    hear(unnamed, 2, "abc", 10);
    hear(unnamed, 2, "de", 600);
    assertThat(unnamed.heldBy(2)).isEqualTo(5);
    hear(unnamed, 1, "de", 700);
    assertThat(unnamed.heldBy(2)).isEqualTo(3);
    unnamed.tick(9_999);
    assertThat(unnamed.heldBy(2)).isZero();
    assertThat(unnamed.heldBy(1)).isZero();
    assertThat(unnamed.heldBy(3)).isZero();
  }

  private static void lead(Merge merge, long connection) {
    merge.join(connection, 0);
    merge.prove(connection, 0);
  }

  private static void follow(Merge merge, long connection) {
    merge.join(connection, 0);
    merge.prove(connection, 0);
  }

  private static void hear(Merge merge, long connection, String body, long now) {
    merge.tick(now);
    merge.arrive(connection, new Heard("t", null, null, body), now);
  }

  private void deliver(Heard message, boolean inDoubt) {
    delivered.add(message.body());
    if (inDoubt) {
      doubtful.add(message.body());
    }
  }
}
