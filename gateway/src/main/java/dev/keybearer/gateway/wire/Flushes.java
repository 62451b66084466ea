package dev.keybearer.gateway.wire;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/**
 * Sends what the connections of one loop have to send once all is done that came together. Whoever
 * sleeps while something is sent to it has to be woken, which is dear: told one right after the
 * other, most find their receiver awake (decision 0035). Used by its loop's thread only.
 *
 * <pre>
 *   epoll ─▶ read, judge, write ─▶ read, judge, write ─▶ … ─▶ send, send, … ─▶ epoll
 * </pre>
 */
final class Flushes {
  private final Executor events;
  private final Deque<Sender> waiting = new ArrayDeque<>();

  /**
   * Of a loop.
   *
   * @param events does what it is told when all is done that came together
   */
  Flushes(Executor events) {
    this.events = events;
  }

  /** Somebody has something to send; whoever waits already does not come again. */
  void add(Sender sender) {
    waiting.add(sender);
    if (waiting.size() == 1) {
      events.execute(this::send);
    }
  }

  private void send() {
    try {
      for (Sender next = waiting.poll(); next != null; next = waiting.poll()) {
        next.send();
      }
    } finally {
      if (!waiting.isEmpty()) { // one has failed, which stops none of the others
        events.execute(this::send);
      }
    }
  }

  /** Who has something to send. */
  interface Sender {
    /** Sends it. */
    void send();
  }
}
