package dev.keybearer.simulator;

import dev.keybearer.simulator.feed.Pass;
import dev.keybearer.simulator.http.Ask;
import dev.keybearer.simulator.register.AccessToken;
import dev.keybearer.simulator.register.Entitlement;
import dev.keybearer.simulator.register.Family;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The last step of every grant: from what a client may have to the tokens it gets. */
final class Issuance {
  private static final String ANY_AUDIENCE = "api";

  private final Authority authority;
  private final Mint mint;

  Issuance(Authority authority) {
    this.authority = authority;
    this.mint = new Mint(authority);
  }

  /** What a client may have on behalf of a subject, or null when it asks for too many scopes. */
  @Nullable Entitlement entitlement(GrantAsk ask, String subject) {
    RegisteredClient client = ask.client();
    Set<String> scopes =
        Scopes.granted(
            ask.text("scope"), client.registeredScopes(), authority.habits().scopeRule());
    return scopes == null
        ? null
        : new Entitlement(client.id(), subject, scopes, audience(ask), null);
  }

  /** What a client is registered for, or the scopes named of it. */
  Entitlement entitlement(String client, String subject, String scopes) {
    RegisteredClient known = authority.register(client);
    Set<String> named = Scopes.parse(scopes);
    return new Entitlement(
        client, subject, named.isEmpty() ? known.registeredScopes() : named, audience(known), null);
  }

  String audience(GrantAsk ask) {
    String asked = ask.text("audience").isEmpty() ? ask.text("resource") : ask.text("audience");
    return asked.isEmpty() ? audience(ask.client()) : asked;
  }

  static String audience(RegisteredClient client) {
    String own = client.audience();
    return own == null ? ANY_AUDIENCE : own;
  }

  /** A token without refresh token. */
  Ruling alone(GrantAsk ask, Entitlement entitlement) {
    return Ruling.Granted.of(mint(ask, entitlement.boundTo(ask.key()), null));
  }

  /** A token with the refresh token of a new family, if this grant comes with one. */
  Ruling first(GrantType grant, GrantAsk ask, Entitlement entitlement) {
    if (!authority.habits().refreshes(grant)) {
      return alone(ask, entitlement);
    }
    Entitlement bound = entitlement.boundTo(ask.key());
    Family family = open(bound);
    return new Ruling.Granted(mint.mint(bound, family), family.current(), Map.of());
  }

  /** A token for a family that has just been used. */
  Ruling next(Family family, Set<String> scopes, Renewed renewed) {
    Entitlement entitlement = family.entitlement().withScopes(scopes).boundTo(renewed.ask.key());
    AccessToken token = mint(renewed.ask, entitlement, family);
    boolean said = authority.habits().refreshTokens() != RefreshTokens.KEPT_UNSAID;
    return new Ruling.Granted(token, said ? renewed.refreshToken : null, Map.of());
  }

  /** A fresh token, or the one the client already has when that is the habit. */
  private AccessToken mint(GrantAsk ask, Entitlement entitlement, @Nullable Family family) {
    boolean repeats = ask.twist() == Ask.Twist.SAME_TOKEN || authority.habits().repeatsTokens();
    AccessToken earlier = repeats ? authority.register().latest(entitlement) : null;
    return earlier != null && isLive(earlier) ? earlier : mint.mint(entitlement, family);
  }

  /** A new family of refresh tokens. */
  Family open(Entitlement entitlement) {
    return authority
        .register()
        .open(entitlement, authority.now(), authority.habits().rotation().life());
  }

  /** A token that stands alone. */
  AccessToken mint(Entitlement entitlement) {
    return mint.mint(entitlement, null);
  }

  /** Whether a token counts now. */
  boolean isLive(AccessToken token) {
    Instant now = authority.now();
    RegisteredClient client = authority.client(token.entitlement().client());
    return client != null
        && !client.isDisabled()
        && token.isLive(now, authority.habits().idleTimeout());
  }

  /** What a live token allows at a stream. */
  Pass pass(AccessToken token) {
    Entitlement entitlement = token.entitlement();
    return new Pass(
        entitlement.client(), entitlement.scopes(), token.life().ends(), () -> isLive(token));
  }

  /** A request whose refresh token was accepted, and the one to use next time. */
  record Renewed(GrantAsk ask, String refreshToken) {}
}
