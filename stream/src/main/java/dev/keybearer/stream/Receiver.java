package dev.keybearer.stream;

import java.util.List;
import java.util.function.Consumer;

/** Takes what a stream delivers; called by one thread at a time, in order. */
public interface Receiver {
  /**
   * Takes deliveries. They are acknowledged when this returns; when it throws anything at all, all
   * of them come again, marked as possibly known, after a pause. Why is told in the words of a
   * {@link ReceiverFailure}, and of no other exception.
   */
  void receive(List<Delivery> deliveries) throws Exception;

  /** How many it takes at once, at most. */
  default int batch() {
    return 1;
  }

  /** A receiver that takes one at a time. */
  static Receiver each(Consumer<? super Delivery> consumer) {
    return deliveries -> deliveries.forEach(consumer);
  }
}
