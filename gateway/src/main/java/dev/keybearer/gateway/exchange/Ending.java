package dev.keybearer.gateway.exchange;

/**
 * How an exchange ended on the wire.
 *
 * @param status that the caller was told, 0 when it was told none
 * @param received octets of the request's body, or of the frames of the caller
 * @param sent octets of the answer's body, or of the frames of the upstream
 */
public record Ending(How how, int status, long received, long sent) {
  /** The ways in which an exchange ends. */
  public enum How {
    /** The whole answer was sent. */
    WHOLE,
    /** The caller left before. */
    CALLER_LEFT,
    /** The caller was too slow with its body, or did not take the answer. */
    CALLER_SLOW,
    /** What the caller sent as a body was none, or too long, and its answer had begun. */
    CALLER_BROKE,
    /** The upstream broke off in the middle of its answer, and so did we. */
    UPSTREAM_BROKE,
    /** The gateway was stopped and waited no longer. */
    STOPPED,
    /** The token that a tunnel was opened with has ended. */
    EXPIRED,
    /** The token that a tunnel was opened with was ended early. */
    REVOKED,
    /** A tunnel was open for as long as it may be. */
    OVERDUE,
    /** Nothing moved in a tunnel for as long as it may rest. */
    IDLE
  }
}
