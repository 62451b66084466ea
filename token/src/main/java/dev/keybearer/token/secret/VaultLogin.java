package dev.keybearer.token.secret;

/** How a client of Vault shows who it is. */
public sealed interface VaultLogin {
  /**
   * With a token that somebody else asked Vault for; it is read again when it stops working.
   *
   * @param token where it is kept
   */
  record Token(SecretSource token) implements VaultLogin {}

  /**
   * With an AppRole, mounted at {@code approle}.
   *
   * @param roleId names the role; not a secret by itself
   * @param secretId where the other half is kept; read at every login
   */
  record AppRole(String roleId, SecretSource secretId) implements VaultLogin {}
}
