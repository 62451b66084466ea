package dev.keybearer.gateway.revocation;

import dev.keybearer.token.verification.Target.Kind;
import dev.keybearer.token.verification.TargetKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * One early end, in whole milliseconds. A token is ended by it when it is about the token, {@code
 * now < until}, and {@code iat < issuedBefore}.
 *
 * @param key of what it is about
 * @param kind of what it is about, for people
 * @param issuedBefore only tokens issued before are ended, or null for all
 * @param until from when on every token it is about has ended by itself
 * @param notedAt when it was asked for
 */
public record Revocation(
    TargetKey key, Kind kind, @Nullable Instant issuedBefore, Instant until, Instant notedAt) {
  /** A revocation; moments between two milliseconds count as the later one, which ends more. */
  public Revocation {
    issuedBefore = issuedBefore == null ? null : millis(issuedBefore);
    until = millis(until);
    notedAt = notedAt.truncatedTo(ChronoUnit.MILLIS);
  }

  private static Instant millis(Instant moment) {
    Instant whole = moment.truncatedTo(ChronoUnit.MILLIS);
    return whole.equals(moment) ? whole : whole.plusMillis(1);
  }
}
