package dev.keybearer.simulator;

import java.net.URI;
import java.util.Map;

/** Whatever of a world can be scripted and watched by name. */
public sealed interface SimulatedHost extends AutoCloseable
    permits SimulatedIssuer, SimulatedGenesys {
  /** What the world calls it. */
  String name();

  /** Where its parts are, by what they are for. */
  Map<String, URI> addresses();

  /** Where tokens are asked for. */
  URI tokenEndpoint();

  /** The client with this id, registered now when it is not yet. */
  RegisteredClient client(String id);

  /** How it behaves when nothing goes wrong. */
  Habits habits();

  /** What goes wrong. */
  Faults faults();

  /** What it has seen. */
  Referee referee();

  /** Ends the access token, or the family of the refresh token, with this value. */
  void revoke(String token);

  /** Refuses connections, and cuts those there are. */
  void stop();

  /** Accepts connections again, on the same ports. */
  void start();

  /** Stops it; may be called twice. */
  @Override
  void close();
}
