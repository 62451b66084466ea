package dev.keybearer.gateway.route;

/**
 * Where a call goes.
 *
 * @param <T> whatever a route leads to
 */
public sealed interface Routing<T> {
  /** The call takes this route. */
  record To<T>(Route<T> route) implements Routing<T> {}

  /** There is no route for such a path: 404. */
  record NoRoute<T>() implements Routing<T> {}

  /**
   * There is one, but not for this method: 405.
   *
   * @param allow the value of {@code Allow}
   */
  record NoMethod<T>(String allow) implements Routing<T> {}
}
