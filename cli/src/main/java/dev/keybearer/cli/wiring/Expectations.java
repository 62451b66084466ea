package dev.keybearer.cli.wiring;

import dev.keybearer.cli.config.EndpointsConfig;
import dev.keybearer.cli.config.ExpectationConfig.Accepted;
import dev.keybearer.cli.config.IntrospectionConfig;
import dev.keybearer.cli.config.IssuerConfig;
import dev.keybearer.cli.config.SignatureAlgorithm;
import dev.keybearer.token.Algorithm;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.verification.Expectation;
import dev.keybearer.token.verification.Introspection;
import dev.keybearer.token.verification.Keys;
import dev.keybearer.token.verification.Times;
import dev.keybearer.token.verification.TokenCheck;
import dev.keybearer.token.verification.TokenType;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Makes expectations of tokens. */
final class Expectations {
  private final Secrecy secrecy;
  private final Issuers issuers;
  private final Clients clients;
  private final Memo<Source, Expectation> made = new Memo<>();

  /** Makes expectations of these issuers that read their secrets there. */
  Expectations(Secrecy secrecy, Issuers issuers, Clients clients) {
    this.secrecy = secrecy;
    this.issuers = issuers;
    this.clients = clients;
  }

  /** What tokens that others present have to be. */
  Expectation of(String name, IssuerConfig config, Accepted accepted) {
    IntrospectionConfig asking = accepted.introspection();
    SSLContext shown = asking == null ? null : clients.shown(asking.proof(), config.trust());
    return made.of(
        new Source(issuers.of(name, config), config, accepted, shown),
        source -> make(source.issuer(), source.config(), source.accepted()));
  }

  Memo<Source, Expectation> memo() {
    return made;
  }

  private Expectation make(Issuer issuer, IssuerConfig config, Accepted accepted) {
    Checks checks = checks(issuer, config, accepted);
    return signed(checked(issuer, accepted, checks), accepted)
        .withTimes(times(accepted))
        .withRequired(Scopes.of(accepted.requireScopes()));
  }

  /** What tokens have to be that our own sources obtain, for an audience if one was asked for. */
  Expectation ofReceived(String name, IssuerConfig config, @Nullable String audience) {
    Accepted accepted = config.expectation() instanceof Accepted some ? some : null;
    Expectation blank =
        anything(issuers.of(name, config), audience == null ? List.of() : List.of(audience));
    Keys keys = Objects.requireNonNull(keys(config.endpoints(), accepted), "a config without keys");
    Expectation keyed = blank.withKeys(keys);
    return accepted == null ? keyed : signed(keyed, accepted);
  }

  private static Expectation signed(Expectation expectation, Accepted accepted) {
    Expectation typed =
        expectation.withType(
            switch (accepted.type()) {
              case AT_JWT -> TokenType.AT_JWT;
              case ANY -> TokenType.ANY_ACCESS;
            });
    List<SignatureAlgorithm> algorithms = accepted.algorithms();
    if (algorithms.isEmpty() || typed.keys() == null) {
      return typed;
    }
    return typed.withAlgorithms(
        algorithm(algorithms.getFirst()),
        algorithms.stream().skip(1).map(Expectations::algorithm).toArray(Algorithm[]::new));
  }

  private static Expectation checked(Issuer issuer, Accepted accepted, Checks checks) {
    TokenCheck asking = checks.asking();
    if (checks.keys() == null) {
      return Expectation.ofAsked(
          issuer,
          Objects.requireNonNull(asking, "a config with no check passed"),
          Set.copyOf(accepted.audiences()));
    }
    Expectation keyed = anything(issuer, accepted.audiences()).withKeys(checks.keys());
    return asking == null ? keyed : keyed.withCheck(asking);
  }

  private static Expectation anything(Issuer issuer, List<String> audiences) {
    return audiences.isEmpty()
        ? Expectation.ofAnyAudience(issuer)
        : Expectation.of(
            issuer,
            audiences.getFirst(),
            audiences.subList(1, audiences.size()).toArray(String[]::new));
  }

  private Checks checks(Issuer issuer, IssuerConfig config, Accepted accepted) {
    IntrospectionConfig asking = accepted.introspection();
    TokenCheck check =
        config.endpoints() instanceof EndpointsConfig.Genesys genesys
            ? genesys.cloud().check(issuer)
            : asking == null ? null : introspection(issuer, config, asking);
    return new Checks(keys(config.endpoints(), accepted), check);
  }

  private Introspection introspection(
      Issuer issuer, IssuerConfig config, IntrospectionConfig asking) {
    return Introspection.of(
        issuer,
        clients.of(
            asking.clientId(), asking.clientAuthentication(), asking.proof(), config.trust()));
  }

  private @Nullable Keys keys(EndpointsConfig endpoints, @Nullable Accepted accepted) {
    if (accepted != null && accepted.sharedSecret() != null) {
      List<SignatureAlgorithm> algorithms = accepted.algorithms();
      return new Keys.Shared(
          secrecy.source(accepted.sharedSecret()),
          algorithms.isEmpty() ? Algorithm.HS256 : algorithm(algorithms.getFirst()));
    }
    return switch (endpoints) {
      case EndpointsConfig.Discovered oidc -> new Keys.Published(oidc.jwks());
      case EndpointsConfig.ByHand given -> published(given.jwks());
      case EndpointsConfig.Genesys genesys -> null;
    };
  }

  private static @Nullable Keys published(@Nullable URI at) {
    return at == null ? null : new Keys.Published(at);
  }

  private static Times times(Accepted accepted) {
    Duration leeway = accepted.leeway();
    Times times = Times.STANDARD.withLongestLife(accepted.longestLife());
    return leeway == null ? times : times.withLeeway(leeway);
  }

  private static Algorithm algorithm(SignatureAlgorithm algorithm) {
    return Objects.requireNonNull(Algorithm.named(algorithm.word()), algorithm.word());
  }

  /** What tokens are checked with, and who is asked; one of them at least. */
  private record Checks(@Nullable Keys keys, @Nullable TokenCheck asking) {}

  /** What an expectation is made of. */
  record Source(
      Issuer issuer, IssuerConfig config, Accepted accepted, @Nullable SSLContext shown) {}
}
