package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.shape.Uris;
import dev.keybearer.cli.config.shape.Word;
import dev.keybearer.genesys.GenesysCloud;
import dev.keybearer.genesys.Region;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where an issuer is to be found. */
public sealed interface EndpointsConfig {
  /** Where keys are published. */
  String JWKS = "jwks-uri";

  /** The keys that each kind of issuer has. */
  Map<Kind, Shape<? extends EndpointsConfig>> SHAPES =
      Map.of(
          Kind.OIDC, Discovered.SHAPE,
          Kind.OAUTH2, ByHand.SHAPE,
          Kind.GENESYS, Genesys.SHAPE);

  /** The kinds of issuer. */
  enum Kind implements Word {
    /** OpenID Connect: found by discovery. */
    OIDC,
    /** OAuth 2.0: every endpoint by hand. */
    OAUTH2,
    /** Genesys Cloud: found by region. */
    GENESYS
  }

  /** The kind of issuer it is found as. */
  Kind kind();

  /**
   * Endpoints that the issuer publishes.
   *
   * @param issuer its identifier, below which the discovery document is
   * @param jwks where its keys are when that is another origin, or null
   */
  record Discovered(URI issuer, @Nullable URI jwks) implements EndpointsConfig {
    private static final Shape<Discovered> SHAPE = shape();

    private static Shape<Discovered> shape() {
      var keys = Keys.of("An OpenID Connect issuer, found by discovery.");
      var issuer = keys.required("issuer", Uris.TYPE, "Its identifier, as in its tokens.");
      var jwks =
          keys.optional(
              JWKS, Uris.TYPE, "Where its keys are, if not where its discovery document is.");
      return keys.build(in -> new Discovered(in.get(issuer), in.get(jwks)));
    }

    @Override
    public Kind kind() {
      return Kind.OIDC;
    }
  }

  /**
   * Endpoints that stand in the config.
   *
   * @param issuer its identifier, or null
   * @param token endpoint
   * @param authorization endpoint, or null
   * @param deviceAuthorization endpoint, or null
   * @param jwks where its keys are, or null
   * @param introspection endpoint, or null
   * @param revocation endpoint, or null
   */
  record ByHand(
      @Nullable URI issuer,
      URI token,
      @Nullable URI authorization,
      @Nullable URI deviceAuthorization,
      @Nullable URI jwks,
      @Nullable URI introspection,
      @Nullable URI revocation)
      implements EndpointsConfig {
    static final String INTROSPECTION = "introspection-endpoint";
    static final String AUTHORIZATION = "authorization-endpoint";
    static final String DEVICE_AUTHORIZATION = "device-authorization-endpoint";

    private static final Shape<ByHand> SHAPE = shape();

    private static Shape<ByHand> shape() {
      var keys = Keys.of("An OAuth 2.0 issuer with its endpoints.");
      var issuer = keys.optional("issuer", Uris.TYPE, "Its identifier, as in its tokens.");
      var token = keys.required("token-endpoint", Uris.TYPE, "Where tokens are asked for.");
      var authorization = keys.optional(AUTHORIZATION, Uris.TYPE, "Where users log in.");
      var device = keys.optional(DEVICE_AUTHORIZATION, Uris.TYPE, "Where devices begin a login.");
      var jwks = keys.optional(JWKS, Uris.TYPE, "Where its keys are.");
      var introspection = keys.optional(INTROSPECTION, Uris.TYPE, "Where tokens are looked up.");
      var revocation =
          keys.optional("revocation-endpoint", Uris.TYPE, "Where tokens are given back.");
      return keys.build(
          in ->
              new ByHand(
                  in.get(issuer),
                  in.get(token),
                  in.get(authorization),
                  in.get(device),
                  in.get(jwks),
                  in.get(introspection),
                  in.get(revocation)));
    }

    @Override
    public Kind kind() {
      return Kind.OAUTH2;
    }
  }

  /**
   * Endpoints of a Genesys Cloud region.
   *
   * @param region where the organisation lives
   * @param login base of the login host in its place, or null
   * @param api base of the API host in its place, or null
   */
  record Genesys(Region region, @Nullable URI login, @Nullable URI api) implements EndpointsConfig {
    private static final Shape<Genesys> SHAPE = shape();

    private static Shape<Genesys> shape() {
      var keys = Keys.of("A Genesys Cloud organisation.");
      var region =
          keys.required("region", GenesysRegion.TYPE, "Its domain, or the AWS name of its region.");
      var login = keys.optional("login", Uris.TYPE, "Stands in for https://login.DOMAIN.");
      var api = keys.optional("api", Uris.TYPE, "Stands in for https://api.DOMAIN.");
      return keys.build(in -> new Genesys(in.get(region), in.get(login), in.get(api)));
    }

    /** Where its hosts are. */
    public GenesysCloud cloud() {
      return new GenesysCloud(
          login == null ? region.login() : login, api == null ? region.api() : api);
    }

    @Override
    public Kind kind() {
      return Kind.GENESYS;
    }
  }
}
