package dev.keybearer.benchmark.stream;

/** Ways to receive the messages of a stream, from nothing to everything. */
enum Receiving {
  /** Octets are read off the socket and frames counted: what the simulator can do at most. */
  OCTETS("frames counted off a socket"),
  /** The JDK's WebSocket, whose messages are counted. */
  JDK("JDK WebSocket alone"),
  /** Ours, at a provider whose messages have ids. */
  NAMED("**Keybearer**, ids"),
  /** Ours, at a provider whose messages have none. */
  UNNAMED("**Keybearer**, no ids"),
  /** Ours with two connections, each of which brings everything. */
  TWICE("**Keybearer**, ids, redundancy 2");

  private final String words;

  Receiving(String words) {
    this.words = words;
  }

  /** What it is called in a table. */
  String words() {
    return words;
  }
}
