package dev.keybearer.simulator.register;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Every token an issuer has handed out and not yet forgotten. Safe for use by many threads. */
public final class Register {
  private final SecureRandom random = new SecureRandom();
  private final Ephemeral<AccessToken> access = new Ephemeral<>();
  private final Ephemeral<Family> families = new Ephemeral<>();
  private final Map<Entitlement, AccessToken> latest = new ConcurrentHashMap<>();

  /** An empty register. */
  public Register() {}

  /** A random text of base64url that nobody can guess. */
  public String random(int bytes) {
    byte[] chosen = new byte[bytes];
    random.nextBytes(chosen);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(chosen);
  }

  /** Enters an access token. */
  public void enter(AccessToken token) {
    access.put(token.value(), token, token.life().ends(), token.life().from());
    latest.put(token.entitlement(), token);
  }

  /** The access token with this value, be it live or dead, or null when it is unknown. */
  public @Nullable AccessToken access(String value) {
    return access.get(value);
  }

  /** The token last issued for exactly this, or null. */
  public @Nullable AccessToken latest(Entitlement entitlement) {
    return latest.get(entitlement);
  }

  /** Starts a family of refresh tokens. */
  public Family open(Entitlement entitlement, Instant now, Duration life) {
    String id = random(9);
    Family family = new Family(id, random(16), entitlement, now);
    families.put(id, family, now.plus(life), now);
    return family;
  }

  /**
   * Uses a refresh token of a family.
   *
   * @return the refresh token to use next time, or null when the use is refused
   */
  public @Nullable String use(
      Family family, String refreshToken, Family.Rotation rule, Instant now) {
    String next = family.use(refreshToken, rule, now);
    if (next != null) {
      families.extend(family.id(), now.plus(rule.life()));
    }
    return next;
  }

  /** The family a refresh token belongs to, in whatever generation, or null when it is unknown. */
  public @Nullable Family family(String refreshToken) {
    int dot = refreshToken.indexOf('.');
    Family family = dot < 0 ? null : families.get(refreshToken.substring(0, dot));
    return family != null && family.owns(refreshToken) ? family : null;
  }

  /** Ends the access token, or the family of the refresh token, with this value. */
  public void revoke(String value) {
    AccessToken token = access.get(value);
    if (token != null) {
      token.revoke();
    }
    Family family = family(value);
    if (family != null) {
      family.revoke();
    }
  }

  /** Ends every token and family of a client. */
  public void revokeAll(String client) {
    revokeWhere(entitlement -> entitlement.client().equals(client));
  }

  /** Ends every token and family that speaks for a subject. */
  public void revokeSubject(String subject) {
    revokeWhere(entitlement -> entitlement.subject().equals(subject));
  }

  private void revokeWhere(Predicate<Entitlement> concerned) {
    access.forEach(
        token -> {
          if (concerned.test(token.entitlement())) {
            token.revoke();
          }
        });
    families.forEach(
        family -> {
          if (concerned.test(family.entitlement())) {
            family.revoke();
          }
        });
  }
}
