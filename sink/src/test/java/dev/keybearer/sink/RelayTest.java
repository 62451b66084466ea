package dev.keybearer.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.stream.Delivery;
import dev.keybearer.stream.Message;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One stream takes the place of another. */
@Timeout(30)
class RelayTest {
  private final RecordingReceiver sink = new RecordingReceiver(10);
  private final Relay first = Relay.to(sink);

  @Test
  void holdsBackUntilThePredecessorHasEndedAndLeavesOutWhatThatDelivered() throws Exception {
    first.receive(List.of(named(1)));
    Relay second = first.successor();
    first.receive(List.of(named(2)));
    CompletableFuture<Void> handing = handing(second, List.of(named(2), named(3), named(4)));
    first.receive(List.of(named(3)));
    assertThat(sink.keys()).containsExactly("m-1", "m-2", "m-3");

    first.end();
    handing.get(20, TimeUnit.SECONDS);
    second.receive(List.of(named(5)));

    assertThat(sink.keys()).containsExactly("m-1", "m-2", "m-3", "m-4", "m-5");
  }

  @Test
  void marksWhatMayBeAnotherMessageThatSaysTheSame() throws Exception {
    Relay second = first.successor();
    Message nameless = Deliveries.message("eu", null, null, "\"same\"");
    first.receive(List.of(nameless));
    first.end();

    second.receive(List.of(nameless, Deliveries.message("eu", null, null, "\"other\"")));

    assertThat(sink.deliveries)
        .extracting(each -> ((Message) each).possiblyDuplicate())
        .containsExactly(false, true, false);
  }

  @Test
  void leavesOutTheSameWhenABatchComesAgain() throws Exception {
    Relay second = first.successor();
    first.receive(List.of(named(1)));
    first.end();
    sink.failing(0, 1);
    List<Delivery> batch = List.of(named(1), named(2));

    assertThatThrownBy(() -> second.receive(batch)).isInstanceOf(IOException.class);
    second.receive(batch);

    assertThat(sink.keys()).containsExactly("m-1", "m-2");
  }

  @Test
  void ofThreeEachWaitsForTheOneBefore() throws Exception {
    Relay second = first.successor();
    Relay third = second.successor();
    CompletableFuture<Void> handing = handing(third, List.of(named(2)));
    first.end();
    second.receive(List.of(named(1), named(2)));
    second.end();
    handing.get(20, TimeUnit.SECONDS);

    assertThat(sink.keys()).containsExactly("m-1", "m-2");
  }

  @Test
  void leavesOutWhatOneDeliveredThatCameLongBefore() throws Exception {
    Relay second = first.successor();
    Relay third = second.successor();
    first.receive(List.of(named(1)));
    first.end();
    second.end(); // it never came to listen

    third.receive(List.of(named(1), named(2)));

    assertThat(sink.keys()).containsExactly("m-1", "m-2");
  }

  @Test
  void letsGoOfASuccessorThatEndsFirst() {
    Relay second = first.successor();
    CompletableFuture<Void> handing = handing(second, List.of(named(1)));

    second.end();

    assertThatThrownBy(() -> handing.get(20, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(IOException.class);
    assertThat(sink.batches).isEmpty();
  }

  private static Message named(int number) {
    return Deliveries.message(number);
  }

  private static CompletableFuture<Void> handing(Relay relay, List<Delivery> batch) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            relay.receive(batch);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
