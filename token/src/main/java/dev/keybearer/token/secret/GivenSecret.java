package dev.keybearer.token.secret;

/** A secret that is here already. */
record GivenSecret(Secret secret) implements SecretSource {
  @Override
  public Secret read() {
    return secret.use(Secret::of);
  }

  @Override
  public String toString() {
    return "given";
  }
}
