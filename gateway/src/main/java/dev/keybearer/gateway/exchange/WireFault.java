package dev.keybearer.gateway.exchange;

/** Why what came on a connection is no request that could be judged (G1, G9, G10). */
public enum WireFault {
  /** Lines, blanks, lengths or codings that recipients read in more than one way. */
  FRAMING(400, "the request cannot be read in one way only"),
  /** A version of HTTP that is not spoken here. */
  VERSION(505, "the version of HTTP is not 1.0 or 1.1"),
  /** A request line beyond its limit. */
  LONG_TARGET(414, "the request line is too long"),
  /** A header beyond its limits. */
  LONG_HEADER(431, "the header is too long"),
  /** A head that did not come in time. */
  SLOW_HEAD(408, "the request did not come in time"),
  /** What came is no TLS that is spoken here, or did not come in time. */
  HANDSHAKE(400, "no TLS was agreed on"),
  /** A certificate that nobody vouches for or that has ended, or none where one is needed. */
  CERTIFICATE(403, "the certificate was not accepted"),
  /** More frames of HTTP/2 than requests need. */
  FLOOD(429, "more frames came than requests need");

  private final int status;
  private final String words;

  WireFault(int status, String words) {
    this.status = status;
    this.words = words;
  }

  /** The status code of the answer. */
  public int status() {
    return status;
  }

  /** What was wrong, for people. */
  public String words() {
    return words;
  }
}
