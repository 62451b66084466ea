package dev.keybearer.stream;

import java.util.List;

/** Brings by another way what a gap may have swallowed; may block. */
@FunctionalInterface
public interface Filler {
  /**
   * The messages of the gap in order; those that were received after all are best left in, since
   * receivers know them by their key.
   *
   * @throws Exception when they cannot be had; the gap is then delivered as it is
   */
  List<Message> fill(Gap gap) throws Exception;
}
