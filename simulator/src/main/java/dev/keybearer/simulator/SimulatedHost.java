package dev.keybearer.simulator;

import java.net.URI;

/** A part of a world that hands out tokens. */
public sealed interface SimulatedHost extends SimulatedPart
    permits SimulatedIssuer, SimulatedGenesys {
  /** Where tokens are asked for. */
  URI tokenEndpoint();

  /** The client with this id, registered now when it is not yet. */
  RegisteredClient client(String id);

  /** How it behaves when nothing goes wrong. */
  Habits habits();

  /** Ends the access token, or the family of the refresh token, with this value. */
  void revoke(String token);
}
