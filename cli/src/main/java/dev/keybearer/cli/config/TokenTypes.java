package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.JsonSchema;
import dev.keybearer.cli.config.shape.Leaf;
import dev.keybearer.cli.config.shape.Suggestion;
import dev.keybearer.cli.config.shape.Unfit;
import dev.keybearer.cli.config.source.Node.Scalar;
import dev.keybearer.cli.config.source.Problem.Kind;
import java.net.URI;
import java.util.List;

/** The types of tokens in an exchange: URNs, the registered ones also by their last part. */
final class TokenTypes {
  // RFC 8693 section 3.
  private static final String URN = "urn:ietf:params:oauth:token-type:";
  private static final List<String> REGISTERED =
      List.of("access-token", "refresh-token", "id-token", "jwt", "saml1", "saml2");

  static final Leaf<URI> TYPE =
      Leaf.of(
          "a token type",
          JsonSchema.ofPattern(
              "^(" + String.join("|", REGISTERED) + "|[A-Za-z][A-Za-z0-9+.-]*:[!-~]+)$"),
          (scalar, place) -> read(scalar));

  private TokenTypes() {}

  private static URI read(Scalar scalar) throws Unfit {
    String text = scalar.text();
    if (REGISTERED.contains(text)) {
      return URI.create(URN + text.replace('-', '_'));
    }
    if (!text.matches("[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9:._~!$&'()*+,;=@/?-]+")) {
      throw Unfit.because("is " + scalar.shown() + ", not a token type")
          .as(Kind.UNKNOWN_VALUE)
          .withGuess(
              Suggestion.of(text, REGISTERED),
              "write a URI, or one of " + String.join(", ", REGISTERED));
    }
    return URI.create(text);
  }
}
