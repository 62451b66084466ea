package dev.keybearer.gateway.limit;

import dev.keybearer.gateway.peer.Address;
import dev.keybearer.token.verification.Verified;
import org.jspecify.annotations.Nullable;

/** How often calls may come. Safe for use by many threads. */
public final class Rate {
  private final Of of;
  private final Pace pace;
  private final Counts counts;
  private final Keying keying;

  Rate(Of of, Pace pace, Counts counts, Keying keying) {
    this.of = of;
    this.pace = pace;
    this.counts = counts;
    this.keying = keying;
  }

  /** What it counts by. */
  public Of of() {
    return of;
  }

  /**
   * Counts a call.
   *
   * @param now nanoseconds on the monotonic clock
   * @return 0, or for how many nanoseconds no other may come; then it was not counted
   */
  public long take(Address client, @Nullable Verified caller, long now) {
    if (of == Of.SUBJECT && caller == null) {
      return 0;
    }
    long used = counts.take(key(client, caller), pace, now);
    return used < 0 ? -used * 1_000 : 0;
  }

  /** Counts a call no longer, for it came to nothing. */
  public void giveBack(Address client, @Nullable Verified caller, long now) {
    if (of != Of.SUBJECT || caller != null) {
      counts.giveBack(key(client, caller), pace.interval(), now);
    }
  }

  private long key(Address client, @Nullable Verified caller) {
    return switch (of) {
      case ADDRESS -> keying.key(client);
      case SUBJECT -> caller == null ? keying.seed() : subject(caller);
      case ROUTE -> keying.seed();
    };
  }

  /** Whoever has no name is counted with all others of that issuer who have none. */
  private long subject(Verified caller) {
    String name = caller.claims().party();
    return keying.key(caller.issuer().name(), name == null ? "" : name);
  }

  /** What calls are counted by. */
  public enum Of {
    /** By the address they come from; IPv6 by its first 64 bits. */
    ADDRESS,
    /** By whom their token is about, or else by the client it was issued to. */
    SUBJECT,
    /** All calls of a route together. */
    ROUTE
  }
}
