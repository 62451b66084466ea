package dev.keybearer.gateway.admin;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of something that was asked for. Its words are for people and hold no token and no
 * secret.
 *
 * @param <T> what there is when it was done
 */
public sealed interface Outcome<T> {
  /** It was done. */
  record Done<T>(T result) implements Outcome<T> {}

  /** There is nothing of that name. */
  record NotFound<T>() implements Outcome<T> {}

  /**
   * It is not done, and will not be until somebody changes something.
   *
   * @param words why, and what to do
   */
  record Refused<T>(String words) implements Outcome<T> {}

  /**
   * It could not be done.
   *
   * @param words what was being done, what was found and what to do
   * @param retryAt when it may work, or null when nobody knows
   */
  record Failed<T>(String words, @Nullable Instant retryAt) implements Outcome<T> {}
}
