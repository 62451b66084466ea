package dev.keybearer.cli.wiring;

import dev.keybearer.cli.config.Config;
import dev.keybearer.cli.config.EndpointsConfig;
import dev.keybearer.cli.config.ExpectationConfig.Accepted;
import dev.keybearer.cli.config.IssuerConfig;
import dev.keybearer.token.verification.Expectation;
import dev.keybearer.token.verification.Verifier;
import dev.keybearer.token.verification.Verifiers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Judges the tokens that others present, by the issuers of a config. Keeps nothing at rest. */
public final class Acceptance implements AutoCloseable {
  private final Map<String, IssuerConfig> issuers;
  private final Expectations expectations;
  private final Verifiers verifiers = Verifiers.open();

  private Acceptance(Map<String, IssuerConfig> issuers, Expectations expectations) {
    this.issuers = issuers;
    this.expectations = expectations;
  }

  /** By the issuers of a config; without one there is nobody to trust. */
  public static Acceptance open(@Nullable Config config) {
    return config == null
        ? new Acceptance(Map.of(), Parts.of(null).expectations())
        : new Acceptance(config.issuers(), Parts.of(config.vault()).expectations());
  }

  /** The issuers that tokens are accepted of, each with its identity, which may be null. */
  public Map<String, @Nullable String> accepted() {
    Map<String, @Nullable String> accepted = new LinkedHashMap<>();
    issuers.forEach(
        (name, issuer) -> {
          if (issuer.expectation() instanceof Accepted) {
            accepted.put(name, identity(issuer));
          }
        });
    return accepted;
  }

  /** The issuers that would be asked about a token that nobody else can read. */
  public List<String> asked() {
    List<String> asked = new ArrayList<>();
    issuers.forEach(
        (name, issuer) -> {
          if (issuer.isAsked()) {
            asked.add(name);
          }
        });
    return asked;
  }

  /** The issuers with this identity of which no token is accepted. */
  public List<String> silent(@Nullable String identity) {
    List<String> silent = new ArrayList<>();
    issuers.forEach(
        (name, issuer) -> {
          boolean accepts = issuer.expectation() instanceof Accepted;
          if (!accepts && identity != null && identity.equals(identity(issuer))) {
            silent.add(name);
          }
        });
    return silent;
  }

  /** The verifier of tokens of these issuers, each of which is accepted. */
  public Verifier verifier(List<String> names) {
    List<Expectation> expected = new ArrayList<>();
    for (String name : names) {
      IssuerConfig issuer = issuers.get(name);
      if (issuer != null && issuer.expectation() instanceof Accepted accepted) {
        expected.add(expectations.of(name, issuer, accepted));
      }
    }
    return verifiers.of(expected);
  }

  @Override
  public void close() {
    verifiers.close();
  }

  private static @Nullable String identity(IssuerConfig issuer) {
    return switch (issuer.endpoints()) {
      case EndpointsConfig.Discovered oidc -> oidc.issuer().toString();
      case EndpointsConfig.ByHand given ->
          given.issuer() == null ? null : given.issuer().toString();
      case EndpointsConfig.Genesys genesys -> null;
    };
  }
}
