package dev.keybearer.gateway.signal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a host. */
@FunctionalInterface
interface Resolver {
  /** All of them; may wait as long as it likes. */
  List<InetAddress> resolve(String host) throws UnknownHostException;

  /** The platform's. */
  static Resolver platform() {
    return host -> List.of(InetAddress.getAllByName(host));
  }
}
