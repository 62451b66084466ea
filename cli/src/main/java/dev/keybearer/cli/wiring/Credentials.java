package dev.keybearer.cli.wiring;

import dev.keybearer.cli.config.AssertionConfig;
import dev.keybearer.cli.config.ClientProof;
import dev.keybearer.cli.config.CredentialConfig;
import dev.keybearer.cli.config.ExchangeConfig;
import dev.keybearer.cli.config.GrantConfig;
import dev.keybearer.cli.config.RenewConfig;
import dev.keybearer.cli.config.TokenOrigin;
import dev.keybearer.token.Algorithm;
import dev.keybearer.token.ClientAuthentication;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Grant;
import dev.keybearer.token.RenewalPolicy;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.SigningKey;
import dev.keybearer.token.secret.SecretSource;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes credentials. */
final class Credentials {
  private final Secrecy secrecy;
  private final Function<String, SecretSource> tokens;

  /**
   * Makes credentials that read their secrets there.
   *
   * @param tokens the token of another credential by its name, for an exchange
   */
  Credentials(Secrecy secrecy, Function<String, SecretSource> tokens) {
    this.secrecy = secrecy;
    this.tokens = tokens;
  }

  Credential of(String name, CredentialConfig config) {
    var client = new Credential.Client(config.clientId(), proof(config));
    return Credential.of(
            name,
            Issuers.of(config.issuer().name(), config.issuer().value()),
            grant(config.grant()),
            client)
        .withScopes(Scopes.of(config.scopes()))
        .withRequired(Scopes.of(config.requireScopes()))
        .withAudience(config.audience())
        .withRenewal(renewal(config.renew()));
  }

  private ClientAuthentication proof(CredentialConfig config) {
    return switch (config.proof()) {
      case ClientProof.SharedSecret shared ->
          shared(config.issuer().value().clientAuthentication(), secrecy.source(shared.secret()));
      case ClientProof.Signature signature ->
          new ClientAuthentication.PrivateKeyJwt(key(signature.key()));
      case ClientProof.Certificate shown ->
          new ClientAuthentication.MutualTls(
              Tls.showing(
                  secrecy.source(shown.certificate()),
                  secrecy.source(shown.privateKey()),
                  config.issuer().value().trust()));
      case ClientProof.Nothing nothing -> new ClientAuthentication.None();
    };
  }

  private static ClientAuthentication shared(
      dev.keybearer.cli.config.ClientAuthentication way, SecretSource secret) {
    return switch (way) {
      case POST -> new ClientAuthentication.Post(secret);
      case JSON -> new ClientAuthentication.Json(secret);
      case BASIC, PRIVATE_KEY_JWT, MTLS, NONE -> new ClientAuthentication.Basic(secret);
    };
  }

  private Grant grant(GrantConfig config) {
    return switch (config) {
      case GrantConfig.ClientCredentials own -> new Grant.ClientCredentials();
      case GrantConfig.RefreshToken refresh ->
          new Grant.RefreshToken(secrecy.source(refresh.seed()));
      case GrantConfig.AuthorizationCode code -> new Grant.AuthorizationCode(redirect(code));
      case GrantConfig.DeviceCode device -> new Grant.DeviceCode();
      case GrantConfig.JwtBearer bearer -> new Grant.JwtBearer(assertion(bearer.assertion()));
      case GrantConfig.Saml2Bearer saml -> saml(saml);
      case ExchangeConfig exchange -> exchange(exchange);
    };
  }

  private Grant saml(GrantConfig.Saml2Bearer saml) {
    return new Grant.Saml2Bearer(secrecy.source(saml.assertion()), Map.of());
  }

  private static URI redirect(GrantConfig.AuthorizationCode code) {
    return URI.create("http://127.0.0.1:" + code.redirectPort() + "/callback");
  }

  private Grant.Assertion assertion(AssertionConfig config) {
    return switch (config) {
      case AssertionConfig.Ready ready -> new Grant.Presented(secrecy.source(ready.assertion()));
      case AssertionConfig.Signed signed ->
          new Grant.Signed(
              key(signed.key()),
              signed.issuer(),
              signed.subject(),
              signed.audience(),
              signed.life());
    };
  }

  private Grant exchange(ExchangeConfig config) {
    if (config.resources().size() > 1) {
      throw new WiringFailure(
          "an exchange names one resource in this version: make a credential for each", null);
    }
    TokenOrigin actor = config.actor();
    URI requested = config.requestedType();
    return new Grant.TokenExchange(
        party(config.subject(), config.subjectType()),
        actor == null ? null : party(actor, config.actorType()),
        requested == null ? null : requested.toString(),
        config.resources().isEmpty() ? null : config.resources().getFirst());
  }

  private Grant.Party party(TokenOrigin origin, URI type) {
    SecretSource token =
        switch (origin) {
          case TokenOrigin.Resting resting -> secrecy.source(resting.token());
          case TokenOrigin.OfCredential other -> tokens.apply(other.name());
        };
    return new Grant.Party(token, type.toString());
  }

  private SigningKey key(dev.keybearer.cli.config.SigningKey key) {
    var algorithm =
        switch (key.algorithm()) {
          case RS256 -> Algorithm.RS256;
          case PS256 -> Algorithm.PS256;
          case ES256 -> Algorithm.ES256;
          case EDDSA -> Algorithm.EdDSA;
        };
    return new SigningKey(secrecy.source(key.privateKey()), algorithm, key.keyId());
  }

  private static RenewalPolicy renewal(RenewConfig config) {
    @Nullable Duration ceiling = config.ceiling();
    RenewalPolicy policy =
        RenewalPolicy.STANDARD
            .withRenewal(config.at().fraction(), config.spread().fraction())
            .withAssumedLife(config.missingLife())
            .withIdle(config.idle());
    return ceiling == null ? policy : policy.withCeiling(ceiling);
  }
}
