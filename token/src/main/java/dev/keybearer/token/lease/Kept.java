package dev.keybearer.token.lease;

import dev.keybearer.token.RenewalPolicy;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.endpoint.Reply;
import dev.keybearer.token.secret.Secret;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a credential between two renewals, and what rests in the store.
 *
 * @param generation rises with every change
 * @param access the token last received, or null before the first
 * @param refresh what its successor is asked with, or null when the grant needs none or it is dead
 * @param granted the scopes of the original grant, beyond which no refresh asks
 * @param seed a mark of what this began with: the configured refresh token, or the assertion or
 *     token that was presented for the access token; null when the credential says it all
 */
public record Kept(
    long generation,
    @Nullable Access access,
    @Nullable Secret refresh,
    Scopes granted,
    @Nullable String seed) {
  /** Nothing known yet. */
  public static final Kept NOTHING = new Kept(0, null, null, Scopes.none(), null);

  /** The next generation, with another access token and refresh token. */
  public Kept next(@Nullable Access newAccess, @Nullable Secret newRefresh, Scopes newGranted) {
    return new Kept(generation + 1, newAccess, newRefresh, newGranted, seed);
  }

  /** The same without the access token, which was had for something else. */
  public Kept withoutAccess() {
    return new Kept(generation, null, refresh, granted, seed);
  }

  /** The same, had for what bears this mark. */
  public Kept marked(@Nullable String newSeed) {
    return new Kept(generation, access, refresh, granted, newSeed);
  }

  /** The next generation after the refresh token turned out to be dead. */
  public Kept withoutRefresh() {
    return new Kept(generation + 1, access, null, granted, seed);
  }

  /** The next generation, beginning again with a refresh token from outside. */
  public Kept seeded(Secret newRefresh, String newSeed) {
    return new Kept(generation + 1, null, newRefresh, Scopes.none(), newSeed);
  }

  /**
   * An access token with its wall-clock times, which alone survive a restart.
   *
   * @param issued when it was asked for
   * @param ends when its life is over
   */
  public record Access(Secret value, String type, Instant issued, Instant ends, Scopes scopes) {
    /** A token just received, its age counted from before it was asked for. */
    public static Access received(
        Reply.Granted granted, Scopes scopes, RenewalPolicy policy, TimeSource time) {
      Instant issued = time.wall().minusNanos(time.nanos() - granted.askedAt());
      Instant ends = issued.plus(policy.believed(granted.life()));
      return new Access(granted.access(), granted.type(), issued, ends, scopes);
    }
  }
}
