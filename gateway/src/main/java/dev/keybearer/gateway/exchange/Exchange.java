package dev.keybearer.gateway.exchange;

import dev.keybearer.gateway.field.Field;
import java.util.List;

/**
 * One request and its answer on the wire. Every method but {@link #run} is called on its loop.
 * After {@link Course#ended} nothing has an effect.
 */
public interface Exchange {
  /** Answers it here; whatever an upstream has begun to say is dropped. */
  void answer(Answer answer);

  /** Sends the request to an upstream: its first time, or once more if it {@link #isReplayable}. */
  void send(Departure departure);

  /** What an upstream has begun to say is of no use; what becomes of the request is told later. */
  void drop();

  /**
   * Passes the upstream's answer on, without what is of one connection only.
   *
   * @param set fields that are set in it, in the place of those of the same name
   */
  void pass(List<Field> set);

  /**
   * Passes the upstream's answer on, which changes to frames, and then frames both ways until the
   * permit or the bounds end it, or one of the two does.
   */
  default void tunnel(TunnelTerms terms) {
    throw new IllegalStateException("nothing can follow this exchange on its connection");
  }

  /** Whether another protocol could follow the request on its connection. */
  default boolean mayTunnel() {
    return false;
  }

  /** Whether the request could be sent once more with the whole of its body. */
  boolean isReplayable();

  /** Whether it is over, so that there is nothing left to decide. */
  boolean isOver();

  /** Runs something on its loop, soon. */
  void run(Runnable task);
}
