package dev.keybearer.gateway.signal;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/**
 * Somebody who is sent signals. Its text form is its name: its URL may hold a secret.
 *
 * @param name by which people and metrics know it
 * @param secrets each of which signs; two while one takes the place of the other
 * @param events of which any lets a signal through
 * @param reach where it may be
 * @param tls whom to trust
 */
public record Endpoint(
    String name,
    URI url,
    List<HookSecret> secrets,
    List<EventFilter> events,
    Reach reach,
    SSLContext tls) {
  /**
   * An endpoint.
   *
   * @throws IllegalArgumentException when nothing may be sent there, with the reason
   */
  public Endpoint {
    secrets = List.copyOf(secrets);
    events = List.copyOf(events);
    String objection = reach.objection(url);
    if (objection != null) {
      throw new IllegalArgumentException("nothing may be sent to " + name + ": " + objection);
    }
    if (secrets.isEmpty()) {
      throw new IllegalArgumentException(name + " has no secret to sign with: give it one");
    }
  }

  /** Whether it wants events of a type. */
  boolean wants(EventType type) {
    return events.stream().anyMatch(filter -> filter.lets(type));
  }

  /** The fields of a message to it (W1). */
  Map<String, String> signed(String id, long stamp, byte[] body) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("webhook-id", id);
    fields.put("webhook-timestamp", Long.toString(stamp));
    fields.put(
        "webhook-signature",
        secrets.stream()
            .map(secret -> secret.sign(id, stamp, body))
            .collect(Collectors.joining(" ")));
    return fields;
  }

  boolean isEncrypted() {
    return "https".equalsIgnoreCase(url.getScheme());
  }

  @Override
  public String toString() {
    return name;
  }
}
