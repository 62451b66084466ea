package dev.keybearer.cli.wiring;

import dev.keybearer.cli.config.AssertionConfig;
import dev.keybearer.cli.config.CredentialConfig;
import dev.keybearer.cli.config.ExchangeConfig;
import dev.keybearer.cli.config.GrantConfig;
import dev.keybearer.cli.config.IssuerConfig;
import dev.keybearer.cli.config.RenewConfig;
import dev.keybearer.cli.config.TokenOrigin;
import dev.keybearer.cli.config.shape.Named;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Grant;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.ReceiptCheck;
import dev.keybearer.token.RenewalPolicy;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.secret.SecretSource;
import dev.keybearer.token.verification.Verifiers;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Makes credentials. */
final class Credentials {
  private final Secrecy secrecy;
  private final Issuers issuers;
  private final Clients clients;
  private final Expectations expectations;
  private final Function<String, SecretSource> tokens;
  private final Supplier<Verifiers> verifiers;
  private final Memo<Source, Credential> made = new Memo<>();

  /**
   * Makes credentials.
   *
   * @param parts of which they are made
   * @param tokens the token of another credential by its name, for an exchange
   * @param verifiers check tokens on receipt; asked for only where that is wanted
   */
  Credentials(Parts parts, Function<String, SecretSource> tokens, Supplier<Verifiers> verifiers) {
    this.secrecy = parts.secrecy();
    this.issuers = parts.issuers();
    this.clients = parts.clients();
    this.expectations = parts.expectations();
    this.tokens = tokens;
    this.verifiers = verifiers;
  }

  Credential of(String name, CredentialConfig config) {
    Named<IssuerConfig> issuer = config.issuer();
    Source source =
        new Source(
            name,
            config.withoutTokenFile(),
            issuers.of(issuer.name(), issuer.value()),
            clients.shown(config.proof(), issuer.value().trust()));
    return made.of(source, this::make);
  }

  Memo<Source, Credential> memo() {
    return made;
  }

  private Credential make(Source source) {
    CredentialConfig config = source.config();
    IssuerConfig issuer = config.issuer().value();
    var client =
        clients.of(
            config.clientId(), issuer.clientAuthentication(), config.proof(), issuer.trust());
    Credential credential =
        Credential.of(source.name(), source.issuer(), grant(config.grant()), client);
    return (config.dpop() ? credential.bound() : credential)
        .withScopes(Scopes.of(config.scopes()))
        .withRequired(Scopes.of(config.requireScopes()))
        .withAudience(config.audience())
        .withRenewal(renewal(config.renew()))
        .withReceiptCheck(config.checkReceived() ? receiptCheck(config) : null);
  }

  private ReceiptCheck receiptCheck(CredentialConfig config) {
    Named<IssuerConfig> issuer = config.issuer();
    return verifiers
        .get()
        .onReceipt(expectations.ofReceived(issuer.name(), issuer.value(), config.audience()));
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
              clients.key(signed.key()),
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

  private static RenewalPolicy renewal(RenewConfig config) {
    @Nullable Duration ceiling = config.ceiling();
    RenewalPolicy policy =
        RenewalPolicy.STANDARD
            .withRenewal(config.at().fraction(), config.spread().fraction())
            .withAssumedLife(config.missingLife())
            .withIdle(config.idle());
    return ceiling == null ? policy : policy.withCeiling(ceiling);
  }

  /** What a credential is made of. */
  record Source(String name, CredentialConfig config, Issuer issuer, @Nullable SSLContext shown) {}
}
