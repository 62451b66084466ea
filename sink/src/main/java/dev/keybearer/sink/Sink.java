package dev.keybearer.sink;

import dev.keybearer.stream.Receiver;

/** A receiver that holds something open. */
public interface Sink extends Receiver, AutoCloseable {
  /** Lets go of it; may be called twice. */
  @Override
  void close();
}
