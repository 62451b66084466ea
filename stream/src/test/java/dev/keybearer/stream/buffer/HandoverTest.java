package dev.keybearer.stream.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.stream.Buffering;
import dev.keybearer.stream.Delivery;
import dev.keybearer.stream.Filler;
import dev.keybearer.stream.Gap;
import dev.keybearer.stream.Message;
import dev.keybearer.stream.Position;
import dev.keybearer.stream.PositionStore;
import dev.keybearer.stream.Receiver;
import dev.keybearer.token.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** P10: what is acknowledged, what comes again, and what is written of it. */
class HandoverTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Position> written = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch done = new CountDownLatch(1);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void writesThatItRunsBeforeItDeliversAndWhereItWasWhenItEnds() throws Exception {
    List<Position> before = new ArrayList<>();
    Handover handover =
        handover(
            Receiver.each(
                delivery -> {
                  before.addAll(written);
                  done.countDown();
                }));
    handover.add(message(7));
    assertThat(done.await(5, TimeUnit.SECONDS)).isTrue();
    assertThat(handover.close(PATIENCE)).isTrue();
    assertThat(before)
        .singleElement()
        .matches(position -> !position.exact() && position.at().isAfter(Instant.EPOCH));
    Position last = written.get(written.size() - 1);
    assertThat(last.exact()).isTrue();
    assertThat(last.cursors()).isEqualTo(Map.of("t", "7"));
    assertThat(handover.close(PATIENCE)).as("twice").isFalse();
  }

  @Test
  void handsOverAgainWhatTheReceiverFailedAtAndMarksIt() throws Exception {
    comesAgainAfter(new IllegalStateException("not now"));
  }

  /** Memory that ran out may be there a moment later, and the batch has to be, too. */
  @Test
  void handsOverAgainWhatAnErrorBrokeOffAndMarksIt() throws Exception {
    comesAgainAfter(new OutOfMemoryError("not now"));
  }

  private void comesAgainAfter(Throwable thrown) throws Exception {
    AtomicInteger calls = new AtomicInteger();
    List<Delivery> taken = Collections.synchronizedList(new ArrayList<>());
    Handover handover =
        handover(
            deliveries -> {
              if (calls.incrementAndGet() == 1) {
                raise(thrown);
              }
              taken.addAll(deliveries);
              done.countDown();
            });
    handover.add(message(1));
    while (handover.due() == Long.MAX_VALUE) {
      Thread.onSpinWait();
    }
    while (done.getCount() > 0) {
      handover.wake();
      Thread.onSpinWait();
    }
    assertThat(taken).containsExactly(message(1).again());
    assertThat(handover.close(PATIENCE)).isTrue();
  }

  /** Else whoever waits for what is due would come again and again. */
  @Test
  void hasNothingDueWhileTheReceiverTriesAgain() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    CountDownLatch entered = new CountDownLatch(1);
    Handover handover =
        handover(
            deliveries -> {
              if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("not now");
              }
              entered.countDown();
              done.await();
            });
    handover.add(message(1));
    while (handover.due() == Long.MAX_VALUE) {
      Thread.onSpinWait();
    }
    while (entered.getCount() > 0) {
      handover.wake();
      Thread.onSpinWait();
    }
    assertThat(handover.due()).isEqualTo(Long.MAX_VALUE);
    done.countDown();
    assertThat(handover.close(PATIENCE)).isTrue();
  }

  private static void raise(Throwable thrown) throws Exception {
    if (thrown instanceof Error error) {
      throw error;
    }
    throw (Exception) thrown;
  }

  @Test
  void handsOverAGapAsItIsWhenAnErrorEndsItsFilling() throws Exception {
    Gap gap = new Gap("s", List.of("t"), Instant.EPOCH, AT, Gap.Cause.DROPPED, false, false);
    List<Delivery> taken = Collections.synchronizedList(new ArrayList<>());
    Handover handover =
        handover(
            deliveries -> {
              taken.addAll(deliveries);
              done.countDown();
            },
            missing -> {
              throw new StackOverflowError();
            });
    handover.add(gap);
    assertThat(done.await(5, TimeUnit.SECONDS)).isTrue();
    assertThat(handover.close(PATIENCE)).isTrue();
    assertThat(taken).containsExactly(gap);
  }

  @Test
  void doesNotWaitForeverForAReceiverThatHangs() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Handover handover =
        handover(
            deliveries -> {
              done.countDown();
              never.await();
            });
    handover.add(message(1));
    assertThat(done.await(5, TimeUnit.SECONDS)).isTrue();
    assertThat(handover.close(Duration.ofMillis(50))).isTrue();
    assertThat(written).noneMatch(Position::exact);
  }

  private Handover handover(Receiver receiver) {
    return handover(receiver, null);
  }

  private Handover handover(Receiver receiver, @Nullable Filler filler) {
    PositionStore positions =
        new PositionStore() {
          @Override
          public Position read(String stream) {
            return Position.START;
          }

          @Override
          public void write(String stream, Position position) {
            written.add(position);
          }
        };
    return new Handover(
        new Handover.Terms(
            "s",
            receiver,
            filler,
            Buffering.blocking(),
            positions,
            threads,
            TimeSource.system(),
            (count, failure, retryAt) -> {}),
        Position.START);
  }

  private static Message message(int number) {
    String text = Integer.toString(number);
    return new Message("s", "t", text, text, text, text, Instant.EPOCH, Message.Origin.LIVE);
  }
}
