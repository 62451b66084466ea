package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.ListOf;
import dev.keybearer.cli.config.shape.Place;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.shape.Texts;
import dev.keybearer.cli.config.shape.Word;
import dev.keybearer.cli.config.shape.Words;
import dev.keybearer.cli.config.source.Problem.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may ask at the admin port, or at its socket.
 *
 * @param secret it proves that with, or null
 * @param user that its processes run as, who are known at the socket by that; or null
 * @param roles what it may do
 * @param tokens credentials whose tokens it may fetch
 */
public record AdminClient(
    @Nullable SecretReference secret,
    @Nullable String user,
    List<Role> roles,
    List<String> tokens) {
  static final String USER = "user";

  static final Shape<AdminClient> SHAPE = shape();

  /** What a client may do. */
  public enum Role implements Word {
    /** See how things stand. */
    READ,
    /** Renew, rotate and revoke. */
    OPERATE
  }

  private static Shape<AdminClient> shape() {
    var keys = Keys.of("Somebody who may ask at the admin port, or at its socket.");
    var secret = keys.optional("secret", SecretReference.TYPE, "Where its secret is.");
    var user =
        keys.optional(
            USER, Texts.TEXT, "The system's user of its processes, by whom the socket knows it.");
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
          var made = new AdminClient(in.get(secret), in.get(user), in.get(roles), in.get(tokens));
          made.checkMark(in.here(), in.at(user));
          made.checkUse(in.here(), in.at(roles));
          return made;
        });
  }

  /** Adds that nobody can tell that it is this client, or that there are two ways to. */
  private void checkMark(Place here, Place atUser) {
    if (secret == null && user == null) {
      here.report(
          here.problemAtKey(Kind.MISSING_KEY, "is known by nothing")
              .withHelp("add secret: file:PATH, or user: NAME for processes at admin.socket"));
    }
    if (secret != null && user != null) {
      atUser.report(
          atUser
              .problemAtKey(Kind.CONFLICT, "stands beside secret")
              .withHelp("make two clients of it, one for the port and one for the socket"));
    }
  }

  /** Adds that it may do nothing, or nothing where it is known. */
  private void checkUse(Place here, Place atRoles) {
    boolean atSocket = user != null && secret == null;
    if (atSocket && !roles.isEmpty()) {
      atRoles.report(
          atRoles
              .problemAtKey(Kind.CONFLICT, "are of no use to a client with user")
              .withLabel("the socket hands out tokens only")
              .withHelp("remove them, or give the client a secret"));
    }
    if (tokens.isEmpty() && (roles.isEmpty() || atSocket)) {
      here.report(
          here.problemAtKey(Kind.MISSING_KEY, "may do nothing")
              .withHelp(
                  atSocket
                      ? "add tokens: [CREDENTIAL]"
                      : "add roles: [read, operate] or tokens: [CREDENTIAL]"));
    }
  }
}
