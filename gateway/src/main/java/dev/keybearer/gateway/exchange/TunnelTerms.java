package dev.keybearer.gateway.exchange;

import dev.keybearer.gateway.field.Field;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * On what terms both ends of an exchange go on in frames (RFC 6455).
 *
 * @param set fields of the answer that says so, besides those that the upstream sent and that are
 *     not of its connection only
 * @param permit by which it stays open
 * @param rotation by which its upstream side gives way to another, or null when it stays
 */
public record TunnelTerms(
    List<Field> set, Bounds bounds, Permit permit, @Nullable Rotation rotation) {
  /** Terms under which the upstream side stays. */
  public TunnelTerms(List<Field> set, Bounds bounds, Permit permit) {
    this(set, bounds, permit, null);
  }

  /** Terms. */
  public TunnelTerms {
    set = List.copyOf(set);
  }

  /**
   * Bounds of a tunnel.
   *
   * @param message octets of a message in either direction, and so of each of its frames
   * @param idle how long nothing may move, or one side take nothing
   * @param longest how long it stays open at all
   */
  public record Bounds(long message, Duration idle, Duration longest) {
    /** What suits most routes. */
    public static final Bounds STANDARD =
        new Bounds(1 << 20, Duration.ofMinutes(5), Duration.ofDays(1));
  }
}
