package dev.keybearer.gateway.wire.message;

/**
 * What of a head is of its connection.
 *
 * @param old whether HTTP/1.0 is spoken
 * @param keepAlive whether its connection is to outlive the exchange
 * @param length octets of its body, or {@link #UNTOLD}
 * @param chunked whether its body comes in chunks
 */
public record Framing(boolean old, boolean keepAlive, long length, boolean chunked) {
  /** No length stands in it. */
  static final long UNTOLD = -1;

  /** Of an answer of our own, whose fields say the rest. */
  public static final Framing OWN = new Framing(false, true, UNTOLD, false);

  /** Whether it says where the body ends; that of a request without such words is empty. */
  boolean tellsEnd() {
    return length != UNTOLD || chunked;
  }

  /** Whether nothing follows a request of this framing. */
  public boolean isBodiless() {
    return length <= 0 && !chunked;
  }
}
