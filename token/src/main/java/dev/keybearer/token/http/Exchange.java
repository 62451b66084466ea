package dev.keybearer.token.http;

import java.time.Duration;

/** Sends one request and brings back one whole, bounded answer. Safe for use by many threads. */
public interface Exchange {
  /**
   * The answer to the request, whatever its status; a redirect is an answer like any other.
   *
   * @param limit how long the name look-up, the connection, the headers and the whole body may take
   *     together
   * @throws NoAnswer when there is no whole, acceptable answer within the limit
   */
  Answer send(Ask ask, Duration limit) throws NoAnswer;
}
