package dev.keybearer.simulator.http;

import java.time.Duration;

/**
 * How an answer reaches the client.
 *
 * @param pause real time that passes before the first byte
 * @param bytesPerSecond speed of the body, or 0 for as fast as it goes
 * @param lengthError what Content-Length claims beyond the bytes that are sent
 * @param copies how often the whole answer is written
 * @param ending what happens to the connection
 */
public record Delivery(
    Duration pause, int bytesPerSecond, int lengthError, int copies, Ending ending) {
  /** At once, whole, once, and the connection stays. */
  public static final Delivery PLAIN = new Delivery(Duration.ZERO, 0, 0, 1, Ending.KEPT);

  /** The same after a pause. */
  public Delivery after(Duration time) {
    return new Delivery(time, bytesPerSecond, lengthError, copies, ending);
  }

  /** The same with a body that drips. */
  public Delivery at(int bytes) {
    return new Delivery(pause, bytes, lengthError, copies, ending);
  }

  /** The same with a wrong Content-Length; the connection closes behind the body. */
  public Delivery withLengthError(int bytes) {
    return new Delivery(pause, bytesPerSecond, bytes, copies, Ending.CLOSED);
  }

  /** The same, written several times. */
  public Delivery times(int number) {
    return new Delivery(pause, bytesPerSecond, lengthError, number, ending);
  }

  /** The same with another end. */
  public Delivery ending(Ending end) {
    return new Delivery(pause, bytesPerSecond, lengthError, copies, end);
  }

  /** What happens to a connection once its answer is due. */
  public enum Ending {
    /** The answer is sent, and the connection serves the next request. */
    KEPT,
    /** The answer is sent, then the connection closes. */
    CLOSED,
    /** Nothing is sent; the connection stays open until the client gives up. */
    SILENT,
    /** Nothing is sent; the connection closes. */
    CUT,
    /** Nothing is sent; the connection is reset. */
    RESET
  }
}
