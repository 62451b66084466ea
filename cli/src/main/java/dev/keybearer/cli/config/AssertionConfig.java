package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Durations;
import dev.keybearer.cli.config.shape.Either;
import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.shape.Texts;
import dev.keybearer.cli.config.shape.Type;
import java.time.Duration;

/** The assertion that a JWT bearer grant presents. */
public sealed interface AssertionConfig {
  /** A reference to one, or what one is made of. */
  Type<AssertionConfig> TYPE = Either.of(SecretReference.TYPE.as(Ready::new), Signed.SHAPE);

  /**
   * An assertion that somebody else made.
   *
   * @param assertion where it is
   */
  record Ready(SecretReference assertion) implements AssertionConfig {}

  /**
   * An assertion that is made anew each time.
   *
   * @param issuer who says so
   * @param subject of whom it is said
   * @param audience to whom
   * @param life for how long it holds
   * @param key it is signed with
   */
  record Signed(String issuer, String subject, String audience, Duration life, SigningKey key)
      implements AssertionConfig {
    private static final Shape<Signed> SHAPE = shape();

    private static Shape<Signed> shape() {
      var keys = Keys.of("The claims of the assertion, and the key it is signed with.");
      var issuer = keys.required("issuer", Texts.TEXT, "The claim iss.");
      var subject = keys.required("subject", Texts.TEXT, "The claim sub.");
      var audience = keys.required("audience", Texts.TEXT, "The claim aud.");
      var life = keys.defaulted("life", Durations.TYPE, "5m", "From iat to exp.");
      var key = SigningKey.Members.of(keys);
      return keys.build(
          in ->
              new Signed(
                  in.get(issuer), in.get(subject), in.get(audience), in.get(life), key.read(in)));
    }
  }
}
