package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.shape.Texts;
import dev.keybearer.cli.config.shape.Words;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An authorization server.
 *
 * @param endpoints where it is
 * @param clientAuthentication how clients prove who they are
 * @param limits how often it is asked at most
 * @param trust a PEM file of the authorities its TLS certificate is checked against, or null for
 *     those of the Java runtime
 */
public record IssuerConfig(
    EndpointsConfig endpoints,
    ClientAuthentication clientAuthentication,
    LimitsConfig limits,
    @Nullable Path trust) {
  static final Shape<IssuerConfig> SHAPE = shape();

  private static Shape<IssuerConfig> shape() {
    var keys = Keys.of("An authorization server.");
    var kind =
        keys.required(
            "kind", Words.of(EndpointsConfig.Kind.values()), "How its endpoints are found.");
    var endpoints = keys.choose(kind, EndpointsConfig.SHAPES);
    var clientAuthentication =
        keys.defaulted(
            "client-auth",
            Words.of(ClientAuthentication.values()),
            "basic",
            "How clients prove who they are.");
    var limits =
        keys.defaulted("limits", LimitsConfig.SHAPE, "{}", "How often it is asked at most.");
    var trust =
        keys.optional(
            "trust",
            Texts.PATH,
            "PEM file of the authorities its TLS certificate is checked with.");
    return keys.build(
        in ->
            new IssuerConfig(
                in.get(endpoints), in.get(clientAuthentication), in.get(limits), in.get(trust)));
  }
}
