package dev.keybearer.sink;

import dev.keybearer.stream.Receiver;

/**
 * A receiver that holds something open. Its text form says where it brings what it is handed, and
 * may be shown: it holds no secret.
 */
public interface Sink extends Receiver, AutoCloseable {
  /** Lets go of it; may be called twice. */
  @Override
  void close();
}
