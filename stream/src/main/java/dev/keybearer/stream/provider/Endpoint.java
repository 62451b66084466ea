package dev.keybearer.stream.provider;

/** Where the connections of a stream are made to. Safe for use by many threads. */
@FunctionalInterface
public interface Endpoint {
  /**
   * Makes ready what the next connection is made to: no more than an address for most, a channel
   * with its subscriptions for some. May block for seconds.
   *
   * @throws dev.keybearer.stream.StreamFailure when it cannot be had
   */
  Dialled dial(Attempt attempt);
}
