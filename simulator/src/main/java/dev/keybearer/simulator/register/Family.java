package dev.keybearer.simulator.register;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * All refresh tokens that descend from one grant, of which one is current.
 *
 * <p>A refresh token reads {@code family.generation.proof}; the proof follows from the generation
 * and a seed, so that any earlier generation is recognised without being kept. With rotation, a use
 * of the current one makes its successor. A use of the direct predecessor within the grace gives
 * that same successor again, so that a lost answer costs nothing and the family never forks. Any
 * other use of an earlier generation is theft and revokes the family. Safe for use by many threads:
 * the object's own lock guards the generation.
 */
public final class Family {
  private final String id;
  private final String seed;
  private final Entitlement entitlement;
  private long generation = 1;
  private Instant issued;
  private volatile boolean revoked;

  Family(String id, String seed, Entitlement entitlement, Instant now) {
    this.id = id;
    this.seed = seed;
    this.entitlement = entitlement;
    this.issued = now;
  }

  String id() {
    return id;
  }

  /** What the original grant allowed. */
  public Entitlement entitlement() {
    return entitlement;
  }

  /** The refresh token that is current. */
  public synchronized String current() {
    return name(generation);
  }

  /** Whether nothing of this family counts any more. */
  public boolean isRevoked() {
    return revoked;
  }

  /** Ends the family with all its tokens. */
  public synchronized void revoke() {
    revoked = true;
  }

  /** Whether this is, or once was, a refresh token of the family. */
  public synchronized boolean owns(String refreshToken) {
    long presented = generationOf(refreshToken);
    return presented > 0 && presented <= generation && name(presented).equals(refreshToken);
  }

  /** Whether this very refresh token could be used now. */
  public synchronized boolean isCurrent(String refreshToken, Instant now, Duration life) {
    return !revoked && name(generation).equals(refreshToken) && now.isBefore(issued.plus(life));
  }

  /**
   * Uses a refresh token that the family {@link #owns}.
   *
   * @return the refresh token to use next time, or null when the use is refused
   */
  public synchronized @Nullable String use(String refreshToken, Rotation rule, Instant now) {
    if (revoked) {
      return null;
    }
    long presented = generationOf(refreshToken);
    if (presented == generation) {
      return now.isBefore(issued.plus(rule.life())) ? successor(rule, now) : null;
    }
    if (presented == generation - 1 && now.isBefore(issued.plus(rule.grace()))) {
      return name(generation);
    }
    revoked = true;
    return null;
  }

  private String successor(Rotation rule, Instant now) {
    if (rule.rotates()) {
      generation++;
      issued = now;
    }
    return name(generation);
  }

  private String name(long number) {
    byte[] proof = sha256(seed + "." + number);
    return id + "." + number + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(proof);
  }

  /** The generation a refresh token claims to be, or 0 when it claims none. */
  private static long generationOf(String refreshToken) {
    int first = refreshToken.indexOf('.');
    int last = refreshToken.lastIndexOf('.');
    if (first < 0 || last <= first) {
      return 0;
    }
    try {
      return Long.parseLong(refreshToken.substring(first + 1, last));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /** The client only. */
  @Override
  public String toString() {
    return "Family[" + id + " of " + entitlement.client() + "]";
  }

  /**
   * How refresh tokens follow one another.
   *
   * @param rotates whether each use makes a successor
   * @param grace how long after a rotation the direct predecessor is still accepted
   * @param life how long a refresh token can wait to be used
   */
  public record Rotation(boolean rotates, Duration grace, Duration life) {}
}
