package dev.keybearer.simulator.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StreamLedgerTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final StreamLedger ledger = new StreamLedger();
  private Duration within = Duration.ZERO;

  @Test
  void findsNoFlawInWhatWasDeliveredOnceInOrder() {
    publish("orders", "{\"n\":1}", 0);
    publish("parcels", "{\"n\":2}", 1);
    publish("orders", "{\"n\":3}", 2);

    Judgement judgement =
        ledger.judge(
            List.of(
                Received.of("orders", "{ \"n\" : 1 }"),
                Received.of("orders", "{\"n\":3}"),
                Received.of("parcels", "{\"n\":2}")));

    assertThat(judgement.isFlawless()).isTrue();
    assertThat(judgement.published()).isEqualTo(3);
  }

  @Test
  void countsTrueRepeatsAsOftenAsTheyWerePublished() {
    publish("orders", "1", 0);
    publish("orders", "1", 1);
    publish("orders", "1", 2);

    assertThat(ledger.judge(copies(3)).isFlawless()).isTrue();
    assertThat(ledger.judge(copies(2)).lost()).hasSize(1);
    assertThat(ledger.judge(copies(4)).duplicated()).isEqualTo(1);
    assertThat(ledger.judge(copies(0)).lost()).hasSize(3);
  }

  @Test
  void tellsFlaggedDuplicatesFromOthers() {
    publish("orders", "1", 0);
    publish("orders", "2", 1);

    Judgement judgement =
        ledger.judge(
            List.of(
                Received.of("orders", "1"),
                new Received("orders", "1", true),
                Received.of("orders", "1"),
                new Received("orders", "2", true)));

    assertThat(judgement.flaggedDuplicates()).isEqualTo(1);
    assertThat(judgement.duplicated()).isEqualTo(1);
    assertThat(judgement.lost()).isEmpty();
    assertThat(judgement.isFlawless()).isFalse();
  }

  @Test
  void countsWhatWasNeverPublished() {
    publish("orders", "1", 0);

    Judgement judgement =
        ledger.judge(
            List.of(
                Received.of("orders", "1"),
                Received.of("orders", "2"),
                Received.of("parcels", "1"),
                Received.of("orders", "{")));

    assertThat(judgement.unknown()).isEqualTo(3);
  }

  @Test
  void countsWhatCameBehindLaterOnesByTopic() {
    for (int i = 1; i <= 4; i++) {
      publish("orders", "" + i, i);
      publish("parcels", "" + i, i);
    }
    List<Received> received = new ArrayList<>();
    for (String body : List.of("1", "4", "2", "3", "2")) {
      received.add(Received.of("orders", body));
    }
    for (String body : List.of("1", "2", "3", "4")) {
      received.add(Received.of("parcels", body));
    }

    Judgement judgement = ledger.judge(received);

    assertThat(judgement.outOfOrder()).isEqualTo(Map.of("orders", 2));
    assertThat(judgement.duplicated()).isEqualTo(1);
  }

  @Test
  void judgesOnlyTheTopicsOfTheConsumer() {
    publish("orders", "1", 0);
    publish("parcels", "2", 1);

    Testimony testimony = Testimony.of(List.of(Received.of("orders", "1"))).onTopics("orders");

    assertThat(ledger.judge(testimony).isFlawless()).isTrue();
    assertThat(ledger.judge(testimony).published()).isEqualTo(1);
  }

  @Test
  void findsLostMessagesInsideGapsBothEndsIncluded() {
    for (int second = 0; second <= 4; second++) {
      publish("orders", "" + second, second);
    }

    Judgement judgement = ledger.judge(List.of(), List.of(gap(1, 3)));

    assertThat(judgement.lost()).hasSize(5);
    assertThat(judgement.lostOutsideGaps()).extracting(Published::body).containsExactly("0", "4");
    assertThat(judgement.lostInSeveralGaps()).isEmpty();
  }

  @Test
  void findsLostMessagesThatSeveralGapsAccountFor() {
    for (int second = 0; second <= 4; second++) {
      publish("orders", "" + second, second);
    }

    Judgement overlapping = ledger.judge(List.of(), List.of(gap(0, 3), gap(2, 4)));
    Judgement adjacent = ledger.judge(List.of(), List.of(gap(0, 2), gap(2, 4)));
    Judgement twice = ledger.judge(List.of(), List.of(gap(0, 4), gap(0, 4)));

    assertThat(overlapping.lostInSeveralGaps()).extracting(Published::body).containsExactly("2");
    assertThat(adjacent.lostInSeveralGaps()).isEmpty();
    assertThat(adjacent.lostOutsideGaps()).isEmpty();
    assertThat(twice.lostInSeveralGaps()).extracting(Published::body).contains("0", "1", "2", "3");
  }

  @Test
  void takesGapsOfOtherTopicsForNothing() {
    publish("orders", "1", 1);

    Set<String> parcels = Set.of("parcels");
    Judgement other = ledger.judge(List.of(), List.of(new ReportedGap(at(0), at(2), parcels)));
    Judgement both =
        ledger.judge(List.of(), List.of(new ReportedGap(at(0), at(2), parcels), gap(0, 2)));

    assertThat(other.lostOutsideGaps()).hasSize(1);
    assertThat(both.lostOutsideGaps()).isEmpty();
    assertThat(both.lostInSeveralGaps()).isEmpty();
  }

  @Test
  void allowsForTheTimeMessagesAreOnTheirWay() {
    within = Duration.ofSeconds(2);
    publish("orders", "1", 0);

    assertThat(ledger.judge(List.of(), List.of(gap(2, 9))).lostOutsideGaps()).isEmpty();
    assertThat(ledger.judge(List.of(), List.of(gap(3, 9))).lostOutsideGaps()).hasSize(1);
    assertThat(ledger.judge(List.of(), List.of(gap(0, 1), gap(1, 9))).lostInSeveralGaps())
        .isEmpty();
    assertThat(ledger.judge(List.of(), List.of(gap(1, 9), gap(1, 9))).lostInSeveralGaps())
        .hasSize(1);
  }

  @Test
  void takesTheCopyForLostThatGapAccountsFor() {
    publish("orders", "1", 0);
    publish("orders", "1", 5);

    Judgement judgement = ledger.judge(copies(1), List.of(gap(4, 6)));

    assertThat(judgement.lost()).extracting(Published::number).containsExactly(2L);
    assertThat(judgement.lostOutsideGaps()).isEmpty();
  }

  @Test
  void forgetsWhenItIsCleared() throws Exception {
    publish("orders", "1", 0);
    assertThat(ledger.await(1, Duration.ZERO)).isTrue();
    assertThat(ledger.await(2, Duration.ofMillis(1))).isFalse();

    ledger.clear();

    assertThat(ledger.judge(List.of()).isFlawless()).isTrue();
    assertThat(ledger.count()).isZero();
  }

  private void publish(String topic, String body, int second) {
    long number = ledger.count() + 1L;
    ledger.enter(new Published(number, topic, body, at(second), within, List.of()));
  }

  private static List<Received> copies(int number) {
    return java.util.Collections.nCopies(number, Received.of("orders", "1"));
  }

  private static ReportedGap gap(int from, int to) {
    return ReportedGap.of(at(from), at(to));
  }

  private static Instant at(int second) {
    return START.plusSeconds(second);
  }
}
