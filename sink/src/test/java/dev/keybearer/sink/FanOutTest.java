package dev.keybearer.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.stream.Delivery;
import dev.keybearer.stream.Message;
import dev.keybearer.stream.ReceiverFailure;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One batch to several receivers. */
class FanOutTest {
  private final RecordingReceiver coarse = new RecordingReceiver(10);
  private final RecordingReceiver fine = new RecordingReceiver(2);
  private final FanOut fanOut = FanOut.to(List.of(coarse, fine));

  @Test
  void handsEachAsMuchAsItTakes() throws Exception {
    fanOut.receive(batch(1, 5));

    assertThat(fanOut.batch()).isEqualTo(10);
    assertThat(coarse.batches).containsExactly(List.of("m-1", "m-2", "m-3", "m-4", "m-5"));
    assertThat(fine.batches)
        .containsExactly(List.of("m-1", "m-2"), List.of("m-3", "m-4"), List.of("m-5"));
  }

  @Test
  void goesOnWhereOneFailedAndSparesTheOthers() throws Exception {
    fine.failing(1, 2);

    assertThatThrownBy(() -> fanOut.receive(batch(1, 5))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> fanOut.receive(again(batch(1, 5)))).isInstanceOf(IOException.class);
    fanOut.receive(again(batch(1, 5)));
    fanOut.receive(batch(6, 6));

    assertThat(coarse.keys()).containsExactly("m-1", "m-2", "m-3", "m-4", "m-5", "m-6");
    assertThat(fine.keys()).containsExactly("m-1", "m-2", "m-3", "m-4", "m-5", "m-6");
  }

  @Test
  void servesTheOthersThoughTheFirstFails() {
    coarse.failing(0, 1);

    assertThatThrownBy(() -> fanOut.receive(batch(1, 2))).isInstanceOf(IOException.class);

    assertThat(fine.keys()).containsExactly("m-1", "m-2");
  }

  @Test
  void goesOnAfterAnErrorAndSparesTheOthers() throws Exception {
    coarse.throwing(new OutOfMemoryError()).failing(0, 1);

    assertThatThrownBy(() -> fanOut.receive(batch(1, 3))).hasCauseInstanceOf(Error.class);
    fanOut.receive(again(batch(1, 3)));

    assertThat(coarse.keys()).containsExactly("m-1", "m-2", "m-3");
    assertThat(fine.keys()).containsExactly("m-1", "m-2", "m-3");
  }

  @Test
  void passesOnTheWordsOfTheFirstThatFailed() {
    ReceiverFailure first = new ReceiverFailure("hooks.example.com answered 401");
    coarse.throwing(first).failing(0, 1);
    fine.failing(0, 1);

    assertThatThrownBy(() -> fanOut.receive(batch(1, 1))).isSameAs(first);
  }

  /** What an exception says may be a part of what was delivered. */
  @Test
  void namesOneThatFailedInOtherWordsAndKeepsThoseOut() {
    fine.failing(0, 1);

    assertThatThrownBy(() -> fanOut.receive(batch(1, 1)))
        .isInstanceOf(ReceiverFailure.class)
        .hasMessage(RecordingReceiver.class.getName() + " failed");
  }

  @Test
  void namesASinkByWhereItWrites() {
    FanOut toSinks = FanOut.to(List.of(new BrokenSink()));

    assertThatThrownBy(() -> toSinks.receive(batch(1, 1)))
        .isInstanceOf(ReceiverFailure.class)
        .hasMessage("BrokenSink[shelf] failed")
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void givesAnotherBatchWhole() throws Exception {
    fine.failing(1, 1);
    assertThatThrownBy(() -> fanOut.receive(batch(1, 3))).isInstanceOf(IOException.class);

    fanOut.receive(batch(2, 4));

    assertThat(fine.keys()).containsExactly("m-1", "m-2", "m-2", "m-3", "m-4");
  }

  @Test
  void handsOverToOthersFromTheNextBatchOn() throws Exception {
    fanOut.receive(batch(1, 1));
    fanOut.use(List.of(fine));
    fanOut.receive(batch(2, 2));

    assertThat(coarse.keys()).containsExactly("m-1");
    assertThat(fine.keys()).containsExactly("m-1", "m-2");
  }

  @Test
  void isCutOffBetweenTwoPortions() {
    fanOut.cutAt(System.nanoTime());

    assertThatThrownBy(() -> fanOut.receive(batch(1, 3)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cut off");
    assertThat(fine.batches).isEmpty();
  }

  private static List<Delivery> batch(int from, int to) {
    return IntStream.rangeClosed(from, to).<Delivery>mapToObj(Deliveries::message).toList();
  }

  private static List<Delivery> again(List<Delivery> batch) {
    return batch.stream().<Delivery>map(each -> ((Message) each).again()).toList();
  }

  /** A sink with a bug. */
  private static final class BrokenSink implements Sink {
    @Override
    public void receive(List<Delivery> deliveries) {
      throw new IllegalStateException("at secret-body");
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
      return "BrokenSink[shelf]";
    }
  }
}
