package dev.keybearer.gateway.exchange;

/**
 * Why no answer of an upstream came.
 *
 * @param words what was found, for people; nothing of the request
 * @param untouched whether the upstream certainly saw nothing of the request
 */
public record UpstreamFault(Kind kind, String words, boolean untouched) {
  /** Nothing came of it for as long as it may take. */
  public static UpstreamFault silent(Peer peer) {
    String words = peer.origin() + " said nothing for " + peer.limits().answer();
    return new UpstreamFault(Kind.SILENT, words, false);
  }

  /** A connection that had lain idle was closed just as the request left. */
  public static UpstreamFault stale(Peer peer) {
    return new UpstreamFault(
        Kind.STALE, peer.origin() + " closed a connection just as it was used again", false);
  }

  /** The body is longer than so many octets. */
  public static UpstreamFault bodyTooLong(long most) {
    return new UpstreamFault(
        Kind.BODY_TOO_LONG, "its body is longer than " + most + " octets", false);
  }

  /** What came as the body is none. */
  public static UpstreamFault bodyBroken() {
    return new UpstreamFault(Kind.BODY_BROKEN, "its body cannot be read in one way only", false);
  }

  /** The ways in which an upstream fails. */
  public enum Kind {
    /** No connection came about, or TLS did not. */
    UNREACHABLE,
    /** All connections that it may have are in use, and as many wait as may. */
    CROWDED,
    /** The connection broke before the head of an answer had come. */
    BROKEN,
    /**
     * So did one that was used before, just as a request left that can go again, only not as it is.
     */
    STALE,
    /** What came can be read in more than one way, or is no HTTP. */
    AMBIGUOUS,
    /** Nothing came in time. */
    SILENT,
    /** The caller's body is longer than the route allows. */
    BODY_TOO_LONG,
    /** The caller's body has no end that everybody finds. */
    BODY_BROKEN
  }
}
