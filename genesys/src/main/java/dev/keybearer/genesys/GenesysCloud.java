package dev.keybearer.genesys;

import dev.keybearer.token.Endpoints;
import dev.keybearer.token.Habits;
import dev.keybearer.token.Habits.Ending;
import dev.keybearer.token.Habits.Meaning;
import dev.keybearer.token.Habits.Reading;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.verification.Expectation;
import dev.keybearer.token.verification.TokenCheck;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Genesys Cloud as its clients see it: two hosts, and an issuer with habits of its own. Tokens are
 * opaque; what one is says the API, asked with the token itself.
 *
 * <pre>{@code
 * GenesysCloud cloud = GenesysCloud.in(Region.parse("eu-central-1"));
 * Credential analytics = Credential.clientCredentials(cloud.issuer(), "1f2e3d", Secrets.env("GENESYS_SECRET"));
 * }</pre>
 *
 * @param login where tokens are asked for
 * @param api where they are used
 */
public record GenesysCloud(URI login, URI api) {
  /**
   * It refuses for asking too often with 400, and tells by the text alone. A client of another
   * region looks like a wrong secret. A token is ended by a request that is made with it.
   */
  private static final Habits HABITS =
      new Habits(
          List.of(new Reading(400, null, "rate limit exceeded", Meaning.THROTTLED)),
          "check the client id and its secret; or is this the wrong region? A client exists in one"
              + " region only",
          Ending.DELETED);

  /** Hosts at which secrets and tokens are not read by others. */
  public GenesysCloud {
    Issuer.requirePrivate(login);
    Issuer.requirePrivate(api);
  }

  /** The hosts of a region. */
  public static GenesysCloud in(Region region) {
    return new GenesysCloud(region.login(), region.api());
  }

  /** The issuer; its clients prove themselves by Basic, with one secret each. */
  public Issuer issuer() {
    Endpoints endpoints =
        new Endpoints(
            below(login, "/oauth/token"),
            below(login, "/oauth/authorize"),
            null,
            below(api, TokensMe.PATH));
    return Issuer.oauth2(endpoints).withHabits(HABITS);
  }

  /**
   * What tokens have to be that others present: of one of these organisations. Every customer of
   * Genesys Cloud gets tokens from the same issuer, so that a token that is merely good proves
   * nothing.
   *
   * @param issuer the one that {@link #issuer()} gives, under whatever name
   * @param organization the id of ours
   */
  public Expectation tokensOf(Issuer issuer, String organization, String... others) {
    Set<String> organizations = new LinkedHashSet<>(List.of(others));
    organizations.add(organization);
    return Expectation.ofAsked(issuer, check(issuer), organizations);
  }

  /** Asks what a token is; its organisation stands where others have their audience. */
  public TokenCheck check(Issuer issuer) {
    return TokensMe.at(api, issuer.trust());
  }

  private static URI below(URI host, String path) {
    String base = host.toString();
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
  }
}
