package dev.keybearer.simulator.register;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A token that was issued, and whether it still counts. Safe for use by many threads. */
public final class AccessToken {
  private final String value;
  private final String id;
  private final Entitlement entitlement;
  private final Life life;
  private final @Nullable Family family;
  private volatile Instant used;
  private volatile boolean revoked;

  /** A token that nobody has used yet. */
  public AccessToken(
      String value, String id, Entitlement entitlement, Life life, @Nullable Family family) {
    this.value = value;
    this.id = id;
    this.entitlement = entitlement;
    this.life = life;
    this.family = family;
    this.used = life.from();
  }

  /** What the client holds. */
  public String value() {
    return value;
  }

  /** The token's id, {@code jti} of a JWT. */
  public String id() {
    return id;
  }

  /** What it allows. */
  public Entitlement entitlement() {
    return entitlement;
  }

  /** The refresh tokens it ends with, or null when it stands alone. */
  public @Nullable Family family() {
    return family;
  }

  /** When it was issued and ends. */
  public Life life() {
    return life;
  }

  /** Whether it counts: usable while now &lt; ends, and while now &lt; last use + idle time-out. */
  public boolean isLive(Instant now, @Nullable Duration idleTimeout) {
    boolean idle = idleTimeout != null && !now.isBefore(used.plus(idleTimeout));
    boolean dead = revoked || (family != null && family.isRevoked());
    return !dead && !idle && now.isBefore(life.ends());
  }

  /** Notes a use, which puts off the idle time-out. */
  public void use(Instant now) {
    used = now;
  }

  /** Ends it early. */
  public void revoke() {
    revoked = true;
  }

  /** Id and client only. */
  @Override
  public String toString() {
    return "AccessToken[" + id + " of " + entitlement.client() + "]";
  }

  /**
   * The two ends of a token's life.
   *
   * @param from when it was issued
   * @param ends the first instant at which it does not count
   */
  public record Life(Instant from, Instant ends) {
    /** A life that starts now. */
    public static Life of(Instant now, Duration length) {
      return new Life(now, now.plus(length));
    }
  }
}
