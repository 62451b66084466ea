package dev.keybearer.token.secret;

import dev.keybearer.token.secret.SecretFailure.Kind;
import org.jspecify.annotations.Nullable;

/** A secret in an environment variable. */
record EnvSecret(String name, Environment environment) implements SecretSource {
  EnvSecret {
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw Secrets.malformed(
          "'env:' needs the name of a variable (letters, digits and _), as in env:CLIENT_SECRET");
    }
  }

  @Override
  public Secret read() {
    String value = environment.value(name);
    if (value == null || value.isEmpty()) {
      String found = value == null ? "is not set" : "is empty";
      throw new SecretFailure(
          Kind.ABSENT, this + " " + found + "; export it where this process is started", null);
    }
    return Secret.of(value);
  }

  @Override
  public String toString() {
    return "env:" + name;
  }

  /** What the process was started with. */
  @FunctionalInterface
  interface Environment {
    @Nullable String value(String name);
  }
}
