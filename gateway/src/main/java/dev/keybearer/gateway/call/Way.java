package dev.keybearer.gateway.call;

import dev.keybearer.gateway.exchange.Departure;
import dev.keybearer.gateway.exchange.Peer;
import dev.keybearer.gateway.limit.Rates;
import dev.keybearer.gateway.upstream.Condition;
import dev.keybearer.token.turnstile.Turnstile;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a route leads to.
 *
 * @param name of the route, by which people and metrics know it
 * @param accept whose calls it takes
 * @param peer the upstream
 * @param condition how it stands with the upstream
 * @param row where calls wait while the upstream asks for patience
 * @param attachment whose token goes with the call, or null
 * @param rules what changes in the header
 * @param habits how the call is handled
 * @param tunnelling which calls may change to WebSocket, or null when none may
 */
public record Way(
    String name,
    Acceptance accept,
    Peer peer,
    Condition condition,
    Turnstile row,
    @Nullable Attachment attachment,
    FieldRules rules,
    Habits habits,
    @Nullable Tunnelling tunnelling) {
  /** A way whose calls stay what they are. */
  public Way(
      String name,
      Acceptance accept,
      Peer peer,
      Condition condition,
      Turnstile row,
      @Nullable Attachment attachment,
      FieldRules rules,
      Habits habits) {
    this(name, accept, peer, condition, row, attachment, rules, habits, null);
  }

  /** The same, whose calls may change to WebSocket. */
  public Way with(@Nullable Tunnelling newTunnelling) {
    return new Way(name, accept, peer, condition, row, attachment, rules, habits, newTunnelling);
  }

  /**
   * How calls of a route are handled.
   *
   * @param passToken whether the caller's own token goes on
   * @param reportOnly whether what would be refused is recorded and passes
   * @param retries how often a call that may be repeated is sent again after no answer came
   * @param patience how long a call waits for keys, a token or its turn
   * @param bounds of its body
   * @param rates how often it may come
   */
  public record Habits(
      boolean passToken,
      boolean reportOnly,
      int retries,
      Duration patience,
      Departure.Bounds bounds,
      Rates rates) {
    /** What suits most routes. */
    public static final Habits STANDARD =
        new Habits(
            false,
            false,
            1,
            Duration.ofSeconds(10),
            new Departure.Bounds(10 << 20, 64 << 10),
            Rates.NONE);
  }
}
