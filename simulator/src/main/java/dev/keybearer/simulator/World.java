package dev.keybearer.simulator;

/** The simulated outside. */
public final class World {
  /** Opens an empty world. */
  public World() {}
}
