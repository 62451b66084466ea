package dev.keybearer.benchmark;

/**
 * What callers and upstreams do to a gateway that means others no good. A place for each more: a
 * flood of HTTP/2 resets and one of TLS renegotiations belong here once the gateway speaks both.
 */
enum Harm {
  /** Heads that take for ever. */
  HEADS("callers trickle heads", 500),
  /** Bodies that take for ever. */
  BODIES("callers trickle bodies", 500),
  /** Answers of 4 MiB that are hardly read. */
  READS("callers hardly read", 500),
  /** Connections whose other end has closed its half, or is not heard of any more. */
  HALF_OPEN("half-open peers", 500),
  /** An upstream that resets, hangs, talks nonsense, or stops in the middle. */
  FAULTY("callers of a faulty upstream", 64);

  private final String words;
  private final int connections;

  Harm(String words, int connections) {
    this.words = words;
    this.connections = connections;
  }

  /** What it is called in the table. */
  String words() {
    return connections + " " + words;
  }

  /** How many do so at once. */
  int connections() {
    return connections;
  }
}
