package dev.keybearer.gateway.wire;

import dev.keybearer.gateway.exchange.Answer;
import dev.keybearer.gateway.exchange.Ending.How;
import dev.keybearer.gateway.wire.message.Heads;

/**
 * What an exchange needs of its caller's side, whatever version of HTTP is spoken there. Used by
 * its loop's thread only.
 */
interface ClientSide extends Side {
  /** The loop that everything about it happens on. */
  Loop loop();

  /** Whether octets could come in the place of requests; not when more has come already. */
  default boolean mayPass() {
    return false;
  }

  /** Octets come in the place of requests from here on, and go to a flow. */
  default void passes(Flow flow) {
    throw new IllegalStateException("octets cannot come in the place of requests here");
  }

  /** Writes an answer of our own, which goes out with the next flush. */
  default void write(Answer answer, Heads.Caller caller) {
    write(Heads.headOf(answer, caller));
    write(Heads.bodyOf(answer, caller));
  }

  /**
   * The exchange is over, and its answer is on its way.
   *
   * @param keepAlive whether another request may come
   * @param whole whether the whole request has come
   */
  void finished(boolean keepAlive, boolean whole);

  /**
   * The exchange is over without a whole answer: the caller must not take it for one.
   *
   * @param how which says whether its caller is to blame
   */
  void cutOff(How how);
}
