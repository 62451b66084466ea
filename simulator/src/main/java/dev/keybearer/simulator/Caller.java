package dev.keybearer.simulator;

/** Who is asking: a client that has shown who it is, or a refusal. */
sealed interface Caller permits Caller.Known, Ruling.Refused {
  /** A client that has shown who it is, in one of the ways it may. */
  record Known(RegisteredClient client, ClientAuthentication authentication) implements Caller {}
}
