package dev.keybearer.stream.live;

import dev.keybearer.stream.provider.Dialled;
import java.time.Duration;

/**
 * What a connection holds on to.
 *
 * @param dialled released when it is of no more use
 */
record Lines(Socket socket, Dialled dialled, StreamPlan plan, Surroundings around) {
  /** Messages under way between socket and mailbox at most. */
  static final int WINDOW = 64;

  /** A provider that does not answer a goodbye is cut off. */
  static final Duration GOODBYE = Duration.ofSeconds(2);
}
