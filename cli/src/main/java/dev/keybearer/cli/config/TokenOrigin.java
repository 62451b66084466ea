package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Either;
import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.shape.Type;

/** Where a token comes from that is presented in an exchange. */
public sealed interface TokenOrigin {
  /** A reference to a token, or {@code credential: NAME}. */
  Type<TokenOrigin> TYPE = Either.of(SecretReference.TYPE.as(Resting::new), OfCredential.SHAPE);

  /**
   * A token that somebody else keeps.
   *
   * @param token where it is
   */
  record Resting(SecretReference token) implements TokenOrigin {}

  /**
   * The token of a credential of this config.
   *
   * @param name of the credential
   */
  record OfCredential(String name) implements TokenOrigin {
    private static final Shape<OfCredential> SHAPE = shape();

    private static Shape<OfCredential> shape() {
      var keys = Keys.of("The token of another credential.");
      var name = keys.required("credential", Sections.CREDENTIALS.name(), "The name of that one.");
      return keys.build(in -> new OfCredential(in.get(name)));
    }
  }
}
