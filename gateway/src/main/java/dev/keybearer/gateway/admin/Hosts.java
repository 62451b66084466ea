package dev.keybearer.gateway.admin;

import dev.keybearer.gateway.field.Host;
import dev.keybearer.gateway.peer.Address;
import dev.keybearer.gateway.peer.Network;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The names under which the admin port may be called: this machine's own, and those of a list. A
 * page whose name was made to lead here (DNS rebinding) calls it by another (M1). Immutable.
 *
 * @param allowed without a port for every port
 */
record Hosts(Set<Host> allowed) {
  private static final List<Network> LOOPBACK =
      List.of(Network.parse("127.0.0.0/8"), Network.parse("::1"));

  /**
   * Those of a list, and this machine's own.
   *
   * @throws IllegalArgumentException when one is none, with what to write instead
   */
  static Hosts of(Set<String> names) {
    return new Hosts(names.stream().map(Hosts::parsed).collect(Collectors.toUnmodifiableSet()));
  }

  boolean allow(Host host) {
    return host.name().equals("localhost")
        || isLoopback(host.name())
        || allowed.contains(host)
        || allowed.contains(new Host(host.name(), -1));
  }

  private static boolean isLoopback(String name) {
    Address address =
        Address.parse(name.startsWith("[") ? name.substring(1, name.length() - 1) : name);
    return address != null && LOOPBACK.stream().anyMatch(each -> each.contains(address));
  }

  private static Host parsed(String name) {
    Host host = Host.parse(name);
    if (host == null) {
      throw new IllegalArgumentException(
          name + " is no host of the admin port: a name such as admin.example.com is expected");
    }
    return host;
  }
}
