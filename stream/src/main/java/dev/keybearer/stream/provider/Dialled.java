package dev.keybearer.stream.provider;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * What a connection is made to. Never printed: the address may be all that it takes to listen.
 *
 * @param uri {@code ws} or {@code wss}
 * @param fields of the opening request, beside those of the protocol
 * @param introduces whether the token is the first message
 * @param displaces whether opening it ends the connection before, so that the two cannot overlap
 * @param confirmed topics that are listened to without being asked for over the connection
 * @param rejected topics that cannot be listened to, and why
 * @param released run once when the connection is of no more use, whatever it came to; may block
 */
public record Dialled(
    URI uri,
    Map<String, String> fields,
    boolean introduces,
    boolean displaces,
    List<String> confirmed,
    Map<String, String> rejected,
    Runnable released) {
  /** Copies what could change. */
  public Dialled {
    fields = Map.copyOf(fields);
    confirmed = List.copyOf(confirmed);
    rejected = Map.copyOf(rejected);
  }

  /** An address and nothing else. */
  public static Dialled of(URI uri, Map<String, String> fields) {
    return new Dialled(uri, fields, false, false, List.of(), Map.of(), () -> {});
  }

  /** Only the host, since path and query may open something. */
  @Override
  public String toString() {
    return "Dialled[" + uri.getHost() + "]";
  }
}
