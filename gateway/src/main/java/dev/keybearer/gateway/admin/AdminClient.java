package dev.keybearer.gateway.admin;

import dev.keybearer.token.secret.Secret;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Somebody who may use the admin port, or its socket.
 *
 * @param name by which its acts are recorded
 * @param mark by what it is known
 * @param roles what it may do
 * @param tokens the credentials whose tokens it may have, whatever its roles
 */
public record AdminClient(String name, Mark mark, Set<Role> roles, Set<String> tokens) {
  /** Shorter ones can be found by trying. */
  static final int SHORTEST_SECRET = 16;

  /** More than a field of a request needs to hold. */
  static final int LONGEST_SECRET = 4_096;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /**
   * A client.
   *
   * @throws IllegalArgumentException when there can be no such client, with what to change
   */
  public AdminClient {
    roles = Set.copyOf(roles);
    tokens = Set.copyOf(tokens);
    if (!NAME.matcher(name).matches() || Visitor.isReserved(name)) {
      throw new IllegalArgumentException(
          "an admin client needs a name of at most 64 letters, digits, dots, dashes and underscores"
              + " other than "
              + Visitor.RESERVED);
    }
    if (mark instanceof Mark.User && !roles.isEmpty()) {
      throw new IllegalArgumentException(
          "admin client " + name + " is known at the socket alone, where roles are of no use");
    }
    if (mark instanceof Mark.Shared shared && !shared.secret().use(AdminClient::isPresentable)) {
      throw new IllegalArgumentException(
          "the secret of admin client "
              + name
              + " cannot be used: "
              + SHORTEST_SECRET
              + " to "
              + LONGEST_SECRET
              + " characters of visible ASCII are expected, such as openssl rand -hex 32 prints");
    }
  }

  /** A client that shows a secret. */
  public AdminClient(String name, Secret secret, Set<Role> roles, Set<String> tokens) {
    this(name, new Mark.Shared(secret), roles, tokens);
  }

  /** A client at the socket that runs as a user of the system. */
  public static AdminClient ofUser(String name, String user, Set<String> tokens) {
    return new AdminClient(name, new Mark.User(user), Set.of(), tokens);
  }

  /** Whether it can stand behind {@code Bearer} in a field. */
  private static boolean isPresentable(byte[] secret) {
    boolean visible = secret.length >= SHORTEST_SECRET && secret.length <= LONGEST_SECRET;
    for (byte one : secret) {
      visible &= one > ' ' && one < 0x7f;
    }
    return visible;
  }

  /** What a client is known by. */
  public sealed interface Mark {
    /**
     * A secret that it shares with us.
     *
     * @param secret what it shows as a bearer token
     */
    record Shared(Secret secret) implements Mark {}

    /**
     * The system says who it is.
     *
     * @param name of the user that it runs as
     */
    record User(String name) implements Mark {}
  }
}
