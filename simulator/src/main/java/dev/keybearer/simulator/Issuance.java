package dev.keybearer.simulator;

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
  private static final String AUDIENCE_OF_NOBODY_IN_PARTICULAR = "api";

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
        Scopes.granted(ask.text("scope"), client.scopes(), authority.habits().scopeRule());
    return scopes == null
        ? null
        : new Entitlement(client.id(), subject, scopes, audience(ask), null);
  }

  String audience(GrantAsk ask) {
    String asked = ask.text("audience").isEmpty() ? ask.text("resource") : ask.text("audience");
    String own = ask.client().audience();
    if (!asked.isEmpty()) {
      return asked;
    }
    return own == null ? AUDIENCE_OF_NOBODY_IN_PARTICULAR : own;
  }

  /** A token without refresh token; the one the client already has when that is the habit. */
  Ruling alone(GrantAsk ask, Entitlement entitlement) {
    AccessToken earlier = authority.register().latest(entitlement);
    boolean repeats = ask.twist() == Ask.Twist.SAME_TOKEN || authority.habits().repeatsTokens();
    if (repeats && earlier != null && isLive(earlier)) {
      return Ruling.Granted.of(earlier);
    }
    return Ruling.Granted.of(mint.mint(entitlement, null));
  }

  /** A token with the refresh token of a new family, if this grant comes with one. */
  Ruling first(GrantType grant, GrantAsk ask, Entitlement entitlement) {
    if (!authority.habits().refreshes(grant)) {
      return alone(ask, entitlement);
    }
    Family family = open(entitlement);
    return new Ruling.Granted(mint.mint(entitlement, family), family.current(), Map.of());
  }

  /** A token for a family that has just been used. */
  Ruling next(Family family, Set<String> scopes, String refreshToken) {
    AccessToken token = mint.mint(family.entitlement().withScopes(scopes), family);
    boolean said = authority.habits().refreshTokens() != RefreshTokens.KEPT_UNSAID;
    return new Ruling.Granted(token, said ? refreshToken : null, Map.of());
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
}
