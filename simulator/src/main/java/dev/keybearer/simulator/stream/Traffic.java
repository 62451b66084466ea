package dev.keybearer.simulator.stream;

/** Messages that are published by themselves until they are stopped. */
public interface Traffic extends AutoCloseable {
  /** How many have been published. */
  long count();

  /** Publishes no more: none follows once this has returned. */
  void stop();

  /** Stops it; may be called twice. */
  @Override
  default void close() {
    stop();
  }
}
