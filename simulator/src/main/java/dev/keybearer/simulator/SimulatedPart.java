package dev.keybearer.simulator;

import java.net.URI;
import java.util.Map;

/** Whatever of a world has ports of its own, and can be scripted and watched by name. */
public sealed interface SimulatedPart extends AutoCloseable permits SimulatedHost, SimulatedStream {
  /** What the world calls it. */
  String name();

  /** Where its parts are, by what they are for. */
  Map<String, URI> addresses();

  /** What goes wrong. */
  Faults faults();

  /** What it has seen. */
  Referee referee();

  /** Refuses connections, and cuts those there are. */
  void stop();

  /** Accepts connections again, on the same ports. */
  void start();

  /** Stops it; may be called twice. */
  @Override
  void close();
}
