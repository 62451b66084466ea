package dev.keybearer.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.stream.Delivery;
import dev.keybearer.stream.Message;
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
}
