package dev.keybearer.gateway.place;

import dev.keybearer.gateway.peer.Address;

/** Knows where addresses are. Safe for use by many threads. */
@FunctionalInterface
public interface Places {
  /** Where it is; never fails. */
  Place of(Address address);

  /** Knows of no place. */
  static Places unknown() {
    return address -> Place.UNKNOWN;
  }
}
