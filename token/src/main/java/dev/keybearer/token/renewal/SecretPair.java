package dev.keybearer.token.renewal;

import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.secret.SecretFailure;
import dev.keybearer.token.secret.SecretSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of one credential while they rotate: one that is proven and at most one that is not.
 *
 * <pre>
 *   proven A ──a next B is announced, or the source yields B──▶ proven A, next B
 *       ▲                                                           │ B brings a checked token
 *       └───────── A is wanted back: B stops working ◀── proven B, former A
 * </pre>
 *
 * <p>The next is tried first, and the proven one still counts when it fails, in the same flight: no
 * order in which a server takes the old, both or the new costs a call. A next that was refused is
 * tried again after the proven one from then on, until it works. Used by one flight at a time.
 */
final class SecretPair {
  private SecretSource source;
  private @Nullable SecretSource announced;
  private @Nullable Secret proven;
  private @Nullable Secret former;
  private @Nullable Secret refused;

  SecretPair(SecretSource source) {
    this.source = source;
  }

  /**
   * Announces the source of the next secret.
   *
   * @return false when another next is still unproven: two unknowns are one too many
   */
  boolean announce(SecretSource next) {
    if (announced != null && !announced.equals(next)) {
      return false;
    }
    announced = next;
    return true;
  }

  /** Takes back what was announced. */
  void withdraw() {
    announced = null;
  }

  /** Whether a next is announced and not proven. */
  boolean isRotating() {
    return announced != null;
  }

  /**
   * The secrets to try in this order, two at most.
   *
   * @throws SecretFailure when none is known and none can be read
   */
  List<Secret> candidates() {
    if (proven == null) {
      return atFirst();
    }
    Secret next = unproven();
    List<Secret> order = new ArrayList<>();
    if (next != null && !isSame(next, refused)) {
      order.add(next);
    }
    order.add(proven);
    if (next != null && isSame(next, refused)) {
      order.add(next);
    }
    if (order.size() < 2 && former != null) {
      order.add(former);
    }
    return order;
  }

  /**
   * This one brought a checked token.
   *
   * @return whether it took the place of another
   */
  boolean worked(Secret secret) {
    refused = isSame(secret, refused) ? null : refused;
    if (isSame(secret, proven)) {
      return false;
    }
    former = proven;
    proven = secret;
    if (announced != null && isSame(secret, readOrNull(announced))) {
      source = announced;
      announced = null;
      return true;
    }
    return former != null;
  }

  /**
   * The issuer did not accept this one.
   *
   * @return whether that is news about a secret that was to be proven
   */
  boolean refused(Secret secret) {
    if (proven == null || isSame(secret, proven) || isSame(secret, refused)) {
      return false;
    }
    refused = secret;
    return true;
  }

  /** Before the first proof both are unknown: the one in use first, since the next may be early. */
  private List<Secret> atFirst() {
    Secret next = announced == null ? null : readOrNull(announced);
    Secret current = next == null ? source.read() : readOrNull(source);
    List<Secret> order = new ArrayList<>();
    if (current != null) {
      order.add(current);
    }
    if (next != null && !isSame(next, current)) {
      order.add(next);
    }
    return order;
  }

  /** What can be read and is neither proven nor was once. */
  private @Nullable Secret unproven() {
    Secret next = announced == null ? null : readOrNull(announced);
    if (next != null && !isSame(next, proven)) {
      return next;
    }
    Secret current = readOrNull(source);
    return isSame(current, proven) || isSame(current, former) ? null : current;
  }

  /** While a proven secret is known, one that cannot be read is no reason to stop. */
  private static @Nullable Secret readOrNull(SecretSource source) {
    try {
      return source.read();
    } catch (SecretFailure e) {
      return null;
    }
  }

  private static boolean isSame(@Nullable Secret a, @Nullable Secret b) {
    return a != null && b != null && a.matches(b);
  }
}
