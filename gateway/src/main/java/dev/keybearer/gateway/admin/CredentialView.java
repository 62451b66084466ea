package dev.keybearer.gateway.admin;

import dev.keybearer.token.Fingerprint;
import dev.keybearer.token.Scopes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A credential as operators see it.
 *
 * @param grant the way its token is asked for, in one word
 * @param usable whether a call can have its token now
 * @param held its token, or null when there is none
 * @param trouble what went wrong last and what to do, or null when nothing did
 */
public record CredentialView(
    String name,
    String issuer,
    String grant,
    boolean usable,
    @Nullable Held held,
    Counts counts,
    @Nullable String trouble) {

  /** A token that is held, by its name and its moments. */
  public record Held(
      Fingerprint fingerprint, long generation, Instant renewFrom, Instant endsAt, Scopes scopes) {}

  /** How often what happened. */
  public record Counts(
      long refreshSuccess, long refreshFailure, long rateLimited, long secretRotations) {}
}
