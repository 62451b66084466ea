package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.Place;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.shape.Texts;
import dev.keybearer.cli.config.shape.Words;
import dev.keybearer.cli.config.source.Problem.Kind;

/**
 * Who we are when we ask an issuer about a token (RFC 7662).
 *
 * @param clientId who asks
 * @param clientAuthentication how that is proven
 * @param proof with what that is proven
 */
public record IntrospectionConfig(
    String clientId, ClientAuthentication clientAuthentication, ClientProof proof) {
  static final String SECTION = "introspection";
  static final Shape<IntrospectionConfig> SHAPE = shape();

  private static Shape<IntrospectionConfig> shape() {
    var keys = Keys.of("The client that asks the issuer about tokens nobody else can read.");
    var clientId = keys.required("client-id", Texts.TEXT, "Who asks.");
    var way =
        keys.defaulted(
            "client-auth",
            Words.of(ClientAuthentication.values()),
            "basic",
            "How it proves who it is.");
    var proof = keys.choose(way, ClientProof.SHAPES);
    return keys.build(
        in -> {
          if (in.get(way) == ClientAuthentication.NONE) {
            // RFC 7662 section 2.1: "MUST also require some form of authorization".
            Place place = in.at(way);
            place.report(
                place
                    .problem(Kind.CONFLICT, "is not enough to ask about tokens")
                    .withHelp("use a client that proves who it is"));
          }
          return new IntrospectionConfig(in.get(clientId), in.get(way), in.get(proof));
        });
  }
}
