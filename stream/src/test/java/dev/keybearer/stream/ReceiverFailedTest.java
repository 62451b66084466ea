package dev.keybearer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.stream.StreamEvent.ReceiverFailed;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is told of a receiver that threw. */
class ReceiverFailedTest {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void tellsTheWordsOfAReceiverFailure() {
    assertThat(told(new ReceiverFailure("hooks.example.com answered 401")))
        .isEqualTo(event("ReceiverFailure", "hooks.example.com answered 401"));
  }

  @Test
  void namesTheKindOfWhatAReceiverMet() {
    ReceiverFailure failure =
        new ReceiverFailure("orders was not taken", new IllegalStateException("with body-17"));

    assertThat(told(failure)).isEqualTo(event("IllegalStateException", "orders was not taken"));
  }

  @Test
  void tellsWordsThatAReceiverKnowsToBeHarmless() {
    assertThat(told(ReceiverFailure.of("/out", new IOException("No space left on device"))))
        .isEqualTo(event("IOException", "/out: No space left on device"));
    assertThat(told(ReceiverFailure.of("/out", new FileNotFoundException())))
        .isEqualTo(event("FileNotFoundException", "/out: FileNotFoundException"));
  }

  /** They may quote what was delivered. */
  @Test
  void keepsTheWordsOfAnythingElse() {
    assertThat(told(new IOException("cannot write body-17"))).isEqualTo(event("IOException", null));
    assertThat(told(new OutOfMemoryError("body-17"))).isEqualTo(event("OutOfMemoryError", null));
  }

  private static ReceiverFailed told(Throwable thrown) {
    return ReceiverFailed.of(AT, "orders", thrown, AT);
  }

  private static ReceiverFailed event(String kind, @Nullable String message) {
    return new ReceiverFailed(AT, "orders", kind, message, AT);
  }
}
