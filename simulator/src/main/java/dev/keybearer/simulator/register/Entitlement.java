package dev.keybearer.simulator.register;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token allows and on whose behalf.
 *
 * @param client the client it is issued to
 * @param subject whom it speaks for; the client itself when there is no person
 * @param scopes what was granted
 * @param audience whom it is meant for
 * @param actor who acts for the subject after a token exchange, or null
 * @param key the thumbprint of the key that it is bound to (RFC 9449), or null
 */
public record Entitlement(
    String client,
    String subject,
    Set<String> scopes,
    String audience,
    @Nullable String actor,
    @Nullable String key) {
  /** One that is bound to no key. */
  public Entitlement(
      String client, String subject, Set<String> scopes, String audience, @Nullable String actor) {
    this(client, subject, scopes, audience, actor, null);
  }

  /** The same with other scopes. */
  public Entitlement withScopes(Set<String> others) {
    return new Entitlement(client, subject, others, audience, actor, key);
  }

  /** The same, bound to a key, or to none. */
  public Entitlement boundTo(@Nullable String other) {
    return new Entitlement(client, subject, scopes, audience, actor, other);
  }
}
