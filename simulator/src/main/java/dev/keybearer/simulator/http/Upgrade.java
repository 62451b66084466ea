package dev.keybearer.simulator.http;

import java.io.IOException;

/** What a connection speaks once it has switched protocols. */
@FunctionalInterface
public interface Upgrade {
  /** Serves the connection until it ends; it is closed afterwards. */
  void serve(Wire wire) throws IOException;
}
