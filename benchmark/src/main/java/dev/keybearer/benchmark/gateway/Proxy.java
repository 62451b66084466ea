package dev.keybearer.benchmark.gateway;

import dev.keybearer.benchmark.tool.ProcessTree;
import java.io.IOException;

/** A side that runs. */
public sealed interface Proxy extends AutoCloseable permits JvmProxy, PeerProcess {
  /** Where it listens on loopback. */
  int port();

  /** What it has used so far. */
  Used used() throws IOException;

  /** What the kernel says of it. */
  ProcessTree tree();

  /** Ends it, and waits for its end. */
  @Override
  void close();
}
