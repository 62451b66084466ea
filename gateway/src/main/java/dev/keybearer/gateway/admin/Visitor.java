package dev.keybearer.gateway.admin;

import java.util.Set;

/**
 * Whoever sends a request, as far as it is let in.
 *
 * @param name under which its acts are recorded
 */
record Visitor(String name, Set<Role> roles, Set<String> tokens) implements Entry {
  /** The names that no client may take. */
  static final Set<String> RESERVED = Set.of("local", "nobody");

  /** Anybody on this machine, where no clients are known. */
  static final Visitor LOCAL = new Visitor("local", Set.of(Role.values()), Set.of());

  /** Somebody who has not been let in. */
  static final Visitor NOBODY = new Visitor("nobody", Set.of(), Set.of());

  static Visitor of(AdminClient client) {
    return new Visitor(client.name(), client.roles(), client.tokens());
  }

  static boolean isReserved(String name) {
    return RESERVED.contains(name);
  }
}
