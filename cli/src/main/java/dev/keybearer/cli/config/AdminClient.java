package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.ListOf;
import dev.keybearer.cli.config.shape.Place;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.shape.Word;
import dev.keybearer.cli.config.shape.Words;
import dev.keybearer.cli.config.source.Problem.Kind;
import java.util.List;

/**
 * Somebody who may ask at the admin port.
 *
 * @param secret it proves that with
 * @param roles what it may do
 * @param tokens credentials whose tokens it may fetch
 */
public record AdminClient(SecretReference secret, List<Role> roles, List<String> tokens) {
  static final Shape<AdminClient> SHAPE = shape();

  /** What a client may do. */
  public enum Role implements Word {
    /** See how things stand. */
    READ,
    /** Renew, rotate and revoke. */
    OPERATE
  }

  private static Shape<AdminClient> shape() {
    var keys = Keys.of("Somebody who may ask at the admin port.");
    var secret = keys.required("secret", SecretReference.TYPE, "Where its secret is.");
    var roles =
        keys.defaulted(
            "roles",
            ListOf.of(Words.of(Role.values())),
            "[]",
            "What it may do: read how things stand, operate.");
    var tokens =
        keys.defaulted(
            "tokens",
            ListOf.of(Sections.CREDENTIALS.name()),
            "[]",
            "Credentials whose tokens it may fetch.");
    return keys.build(
        in -> {
          var made = new AdminClient(in.get(secret), in.get(roles), in.get(tokens));
          if (made.roles.isEmpty() && made.tokens.isEmpty()) {
            Place here = in.here();
            here.report(
                here.problemAtKey(Kind.MISSING_KEY, "may do nothing")
                    .withHelp("add roles: [read, operate] or tokens: [CREDENTIAL]"));
          }
          return made;
        });
  }
}
