package dev.keybearer.gateway.admin;

import dev.keybearer.token.secret.Secret;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Somebody who may use the admin port, and shows a secret to prove who that is.
 *
 * @param name by which its acts are recorded
 * @param secret what it shows as a bearer token
 * @param roles what it may do
 * @param tokens the credentials whose tokens it may have, whatever its roles
 */
public record AdminClient(String name, Secret secret, Set<Role> roles, Set<String> tokens) {
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
    if (!secret.use(AdminClient::isPresentable)) {
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

  /** Whether it can stand behind {@code Bearer} in a field. */
  private static boolean isPresentable(byte[] secret) {
    boolean visible = secret.length >= SHORTEST_SECRET && secret.length <= LONGEST_SECRET;
    for (byte one : secret) {
      visible &= one > ' ' && one < 0x7f;
    }
    return visible;
  }
}
