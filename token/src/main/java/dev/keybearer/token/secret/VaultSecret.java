package dev.keybearer.token.secret;

/** A secret in a field of an entry in Vault. */
record VaultSecret(VaultClient vault, VaultPlace place) implements SecretSource {
  @Override
  public Secret read() {
    return vault.read(place);
  }

  @Override
  public String toString() {
    return place.toString();
  }
}
