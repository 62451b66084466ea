package dev.keybearer.gateway.revocation;

/** What is answered to an {@link Ending}. */
public sealed interface Answer permits Ended, Answer.Refused {
  /**
   * Nothing was ended.
   *
   * @param words why, and what to do
   */
  record Refused(String words) implements Answer {}
}
