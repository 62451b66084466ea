package dev.keybearer.cli.wiring;

import dev.keybearer.cli.config.EndpointsConfig;
import dev.keybearer.cli.config.IssuerConfig;
import dev.keybearer.cli.config.LimitsConfig;
import dev.keybearer.token.Endpoints;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.Limits;
import java.net.URI;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Makes issuers. A kind of issuer is a value here: endpoints and habits, and nothing else differs.
 */
final class Issuers {
  private final Memo<Source, Issuer> made = new Memo<>();
  private final Tls tls;

  /** Makes issuers; what is the same issuer, trust included, shares budgets, keys, connections. */
  Issuers(Tls tls) {
    this.tls = tls;
  }

  Issuer of(String name, IssuerConfig config) {
    Path trust = config.trust();
    return made.of(
        new Source(name, config, trust == null ? null : tls.trusting(trust)), Issuers::make);
  }

  Memo<Source, Issuer> memo() {
    return made;
  }

  private static Issuer make(Source source) {
    IssuerConfig config = source.config();
    Issuer issuer =
        switch (config.endpoints()) {
          case EndpointsConfig.Discovered oidc -> Issuer.oidc(oidc.issuer().toString());
          case EndpointsConfig.ByHand given -> byHand(given);
          case EndpointsConfig.Genesys genesys -> genesys.cloud().issuer();
        };
    Issuer named = issuer.withName(source.name()).withLimits(limits(config.limits()));
    SSLContext trust = source.trust();
    return trust == null ? named : named.withTrust(trust);
  }

  private static Issuer byHand(EndpointsConfig.ByHand given) {
    Issuer issuer =
        Issuer.oauth2(
            new Endpoints(
                given.token(),
                given.authorization(),
                given.deviceAuthorization(),
                given.revocation(),
                given.jwks(),
                given.introspection()));
    URI identity = given.issuer();
    return identity == null ? issuer : issuer.withIdentity(identity.toString());
  }

  private static Limits limits(LimitsConfig config) {
    return new Limits(config.burst(), config.rate().per().dividedBy(config.rate().count()));
  }

  /** What an issuer is made of. */
  record Source(String name, IssuerConfig config, @Nullable SSLContext trust) {}
}
