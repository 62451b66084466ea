package dev.keybearer.gateway.exchange;

import dev.keybearer.gateway.field.BodyLength;
import dev.keybearer.gateway.field.Field;
import java.util.List;
import java.util.Set;

/**
 * A request as it is sent to an upstream. Its text form shows neither query nor fields.
 *
 * @param target path and query
 * @param fields besides {@code Host} and those that frame the body
 * @param body how long the caller says that it is
 * @param bounds of the body on its way
 * @param upgrades whether the answer may change to another protocol, which its fields ask for
 */
public record Departure(
    Peer to,
    String method,
    String target,
    List<Field> fields,
    BodyLength body,
    Bounds bounds,
    boolean upgrades) {
  /** RFC 9110 section 9.2.2: those of which a repetition changes nothing. */
  private static final Set<String> REPEATABLE = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

  /** A request that is answered in its own protocol. */
  public Departure(
      Peer to, String method, String target, List<Field> fields, BodyLength body, Bounds bounds) {
    this(to, method, target, fields, body, bounds, false);
  }

  /** Whether sending it twice changes nothing, whatever became of it the first time. */
  public boolean isRepeatable() {
    return REPEATABLE.contains(method);
  }

  /** Whether it carries a proof, which is good for being sent once (RFC 9449 section 11.1). */
  public boolean isProved() {
    return fields.stream().anyMatch(field -> field.isNamed("DPoP"));
  }

  @Override
  public String toString() {
    return "Departure[" + method + " to " + to.origin() + "]";
  }

  /**
   * Bounds of a body.
   *
   * @param most octets; beyond that the exchange is cut off
   * @param replay octets of it that are kept, in case it has to be sent once more
   */
  public record Bounds(long most, int replay) {}
}
