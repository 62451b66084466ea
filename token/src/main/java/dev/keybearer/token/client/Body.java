package dev.keybearer.token.client;

import java.io.IOException;

/** The body of an answer, which the caller's handler has read or may still read. */
sealed interface Body<T> extends AutoCloseable permits Body.Read, UnreadBody {
  /** What the caller's handler makes of it. */
  T value() throws IOException, InterruptedException;

  /** Lets go of what nobody has asked for. */
  @Override
  void close();

  /** Read as it came. */
  record Read<T>(T value) implements Body<T> {
    @Override
    public void close() {}
  }
}
