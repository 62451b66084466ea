package dev.keybearer.gateway.admin;

import dev.keybearer.gateway.peer.Address;

/** Where a request comes from, as far as the platform vouches for it. */
sealed interface Origin {
  /** How it is written down. */
  String text();

  /** A machine, by its address. */
  record Machine(Address address) implements Origin {
    @Override
    public String text() {
      return address.toString();
    }
  }

  /**
   * A process of this machine.
   *
   * @param user of the system that it runs as; its number where the number has no name
   */
  record Peer(String user) implements Origin {
    @Override
    public String text() {
      return "unix:" + user;
    }
  }
}
