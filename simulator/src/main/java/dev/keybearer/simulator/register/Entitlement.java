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
 */
public record Entitlement(
    String client, String subject, Set<String> scopes, String audience, @Nullable String actor) {
  /** The same with other scopes. */
  public Entitlement withScopes(Set<String> others) {
    return new Entitlement(client, subject, others, audience, actor);
  }
}
