package dev.keybearer.gateway.revocation;

import dev.keybearer.gateway.revocation.RevocationFailure.Kind;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.verification.Revocations;
import dev.keybearer.token.verification.TargetKey;
import dev.keybearer.token.verification.Verified;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was ended early, in memory and to the bit: no token is taken for another. Safe for use by
 * many threads; whoever asks never waits, also while it grows.
 *
 * <p>What has ended is forgotten by the earlier of two clocks: one that jumps ahead and is set back
 * takes no revocation away for good.
 *
 * <p>It takes 33 bytes for each of at least 4/3 and at most 2 times as many slots as there are
 * ends, and both tables while one replaces the other.
 */
public final class RevocationList implements Revocations {
  /** 128 MiB at most; more ends than that are not ended one by one. */
  public static final int MOST = 2_000_000;

  private static final Slots NOTHING = Slots.forKeys(0);

  private final TimeSource time;
  private final int most;
  private final Instant begunWall;
  private final long begunNanos;
  // Written under the lock of this list; what is in it is, too.
  private volatile Slots slots = NOTHING;

  private RevocationList(TimeSource time, int most) {
    this.time = time;
    this.most = most;
    this.begunWall = time.wall();
    this.begunNanos = time.nanos();
  }

  /** An empty list. */
  public static RevocationList of(TimeSource time) {
    return of(time, MOST);
  }

  static RevocationList of(TimeSource time, int most) {
    return new RevocationList(time, most);
  }

  @Override
  public boolean isRevoked(Verified verified) {
    Slots current = slots;
    if (current == NOTHING) {
      return false;
    }
    List<TargetKey> targets = verified.targets();
    for (int i = 0; i < targets.size(); i++) {
      TargetKey key = targets.get(i);
      if (current.mayHold(key) && ends(current, current.find(key), verified)) {
        return true;
      }
    }
    return false;
  }

  /** A token that does not say when it was issued counts as issued before: doubt means no. */
  private boolean ends(Slots current, int at, Verified verified) {
    if (at < 0 || current.until(at) <= now()) {
      return false;
    }
    long before = current.issuedBefore(at);
    if (before == Slots.ANY_TIME) {
      return true;
    }
    Instant issued = verified.claims().issuedAt();
    return issued == null || issued.toEpochMilli() < before;
  }

  /**
   * Makes a revocation count, at once. Of several about one target that have not ended, the later
   * moments count, which ends more.
   *
   * @throws RevocationFailure of kind {@code FULL} when there is room for no other target
   */
  public synchronized void put(Revocation revocation) {
    long now = past();
    long until = revocation.until().toEpochMilli();
    if (until <= Math.max(now, 0)) {
      return;
    }
    long before = millis(revocation.issuedBefore());
    int at = slots.find(revocation.key());
    if (at < 0) {
      add(revocation.key(), before, until);
    } else if (slots.until(at) <= now) {
      slots.set(at, before, until);
    } else {
      long earlier = slots.issuedBefore(at);
      slots.set(at, Math.max(before, earlier), Math.max(until, slots.until(at)));
    }
  }

  private void add(TargetKey key, long before, long until) {
    if (slots.used() >= most) {
      sweep();
    }
    if (slots.used() >= most) {
      throw new RevocationFailure(
          Kind.FULL,
          "there are %,d early ends already, and room for no more: end tokens by their subject or client"
              .formatted(most),
          null);
    }
    Slots roomy = slots == NOTHING || slots.isCrowded() ? slots.living(past()) : slots;
    roomy.take(~roomy.find(key), key, before, until);
    slots = roomy;
  }

  /** Releases what has ended for certain; how much that was. */
  public synchronized int sweep() {
    long now = past();
    int living = slots.count(now);
    int ended = slots.used() - living;
    if (ended > 0) {
      slots = living == 0 ? NOTHING : slots.living(now);
    }
    return ended;
  }

  /** How many targets there are. */
  public synchronized int size() {
    return slots.used();
  }

  /** How many bytes they take. */
  public long bytes() {
    return slots.bytes();
  }

  private long now() {
    return time.wall().toEpochMilli();
  }

  private long past() {
    return certain().toEpochMilli();
  }

  /** A moment that has come by either clock; the other one stands still while a machine sleeps. */
  Instant certain() {
    Instant wall = time.wall();
    Instant counted = begunWall.plusNanos(time.nanos() - begunNanos);
    return wall.isBefore(counted) ? wall : counted;
  }

  private static long millis(@Nullable Instant issuedBefore) {
    return issuedBefore == null ? Slots.ANY_TIME : issuedBefore.toEpochMilli();
  }
}
