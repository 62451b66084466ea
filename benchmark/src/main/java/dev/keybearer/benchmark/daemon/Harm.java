package dev.keybearer.benchmark.daemon;

import dev.keybearer.benchmark.tool.Encrypted;
import org.jspecify.annotations.Nullable;

/** What callers and upstreams do to a gateway that means others no good. */
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
  FAULTY("callers of a faulty upstream", 64),
  /** Requests over HTTP/2 that are taken back at once. */
  RESETS("callers who reset streams", 16, Encrypted.HTTP2),
  /** Handshakes within handshakes. */
  RENEGOTIATIONS("callers who renegotiate", 16, Encrypted.OLD);

  private final String words;
  private final int connections;
  private final @Nullable Encrypted encrypted;

  Harm(String words, int connections) {
    this(words, connections, null);
  }

  Harm(String words, int connections, @Nullable Encrypted encrypted) {
    this.words = words;
    this.connections = connections;
    this.encrypted = encrypted;
  }

  /** The TLS that it needs, or null. */
  @Nullable Encrypted encrypted() {
    return encrypted;
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
