package dev.keybearer.stream.live;

import dev.keybearer.stream.provider.Dialled;

/**
 * What a connection holds on to.
 *
 * @param dialled released when it is of no more use
 */
record Lines(Socket socket, Dialled dialled, StreamPlan plan, Surroundings around) {
  /** Messages under way between socket and mailbox at most. */
  static final int WINDOW = 64;
}
