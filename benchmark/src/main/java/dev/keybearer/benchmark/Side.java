package dev.keybearer.benchmark;

/**
 * Who carries calls from the load to the upstream; each does what the one before does, and more.
 */
enum Side {
  /** A proxy of nothing but Netty, which judges nothing and passes everything on as it is. */
  BARE("bare Netty"),
  /** The gateway, with a route that everybody may take. */
  ANONYMOUS("anonymous"),
  /** A route that accepts tokens, all of which were judged before. */
  CACHED("cached"),
  /** The same, and a token of ours goes with the call. */
  ATTACHED("attached"),
  /** The same with metrics, and with a line in the access log for each call. */
  RECORDED("recorded"),
  /** As attached, with a million early ends among which no token's is. */
  REVOKED("revoked-1M");

  private final String words;

  Side(String words) {
    this.words = words;
  }

  /** What it is called in the table. */
  String words() {
    return words;
  }

  /** Whether its route accepts tokens only. */
  boolean judges() {
    return this != BARE && this != ANONYMOUS;
  }

  /** Whether a token of ours goes with the call. */
  boolean attaches() {
    return judges() && this != CACHED;
  }
}
