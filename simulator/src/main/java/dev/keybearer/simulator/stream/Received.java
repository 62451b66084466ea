package dev.keybearer.simulator.stream;

/**
 * One message as a consumer got it.
 *
 * @param topic as it was said
 * @param body the JSON text, in any form
 * @param flagged whether it came with the warning that it may have been there before
 */
public record Received(String topic, String body, boolean flagged) {
  /** A message that came without a warning. */
  public static Received of(String topic, String body) {
    return new Received(topic, body, false);
  }
}
