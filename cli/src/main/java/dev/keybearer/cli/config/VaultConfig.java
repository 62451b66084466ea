package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Fields;
import dev.keybearer.cli.config.shape.Key;
import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.Place;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.shape.Texts;
import dev.keybearer.cli.config.shape.Uris;
import dev.keybearer.cli.config.source.Problem.Kind;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The Vault that {@code vault:} references lead to.
 *
 * @param address of its HTTP API
 * @param namespace in which everything is looked up, or null
 * @param login how one gets in
 */
public record VaultConfig(URI address, @Nullable String namespace, Login login) {
  static final String SECTION = "vault";

  private static final String REMEDY = "give either token, or role-id and secret-id";

  static final Shape<VaultConfig> SHAPE = shape();

  private static Shape<VaultConfig> shape() {
    var keys = Keys.of("The Vault that vault: references lead to.");
    var address = keys.required("address", Uris.TYPE, "Where its HTTP API is.");
    var namespace = keys.optional("namespace", Texts.TEXT, "In which everything is looked up.");
    var token = keys.optional("token", SecretReference.TYPE, "A token to get in with.");
    var role = keys.optional("role-id", Texts.TEXT, "The AppRole to get in with.");
    var secret = keys.optional("secret-id", SecretReference.TYPE, "The secret of the AppRole.");
    return keys.build(
        in -> {
          refuseCircle(in, token);
          refuseCircle(in, secret);
          Login login = login(in.here(), in.get(token), in.get(role), in.get(secret));
          return login == null ? null : new VaultConfig(in.get(address), in.get(namespace), login);
        });
  }

  private static @Nullable Login login(
      Place here,
      @Nullable SecretReference token,
      @Nullable String role,
      @Nullable SecretReference secret) {
    if (token != null && role == null && secret == null) {
      return new Token(token);
    }
    if (token == null && role != null && secret != null) {
      return new AppRole(role, secret);
    }
    boolean nothing = token == null && role == null && secret == null;
    here.report(
        token == null
            ? here.problemAtKey(
                    Kind.MISSING_KEY,
                    nothing ? "says nothing of how to get in" : "names half an AppRole")
                .withHelp(REMEDY)
            : here.problemAtKey(Kind.CONFLICT, "says twice how to get in").withHelp(REMEDY));
    return null;
  }

  private static void refuseCircle(Fields in, Key<@Nullable SecretReference> key) {
    if (in.get(key) instanceof SecretReference.Vault) {
      Place place = in.at(key);
      place.report(
          place
              .problem(Kind.CONFLICT, "rests in the Vault that it opens")
              .withHelp("write env:NAME, file:path or exec:command"));
    }
  }

  /** How one gets into Vault. */
  public sealed interface Login {}

  /**
   * With a token that somebody else keeps alive.
   *
   * @param token where it is
   */
  public record Token(SecretReference token) implements Login {}

  /**
   * With a role of one's own.
   *
   * @param roleId its id
   * @param secretId where its secret is
   */
  public record AppRole(String roleId, SecretReference secretId) implements Login {}
}
