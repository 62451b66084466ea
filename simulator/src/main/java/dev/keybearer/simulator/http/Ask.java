package dev.keybearer.simulator.http;

import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * One request as it was read from the wire.
 *
 * @param method in the case it was sent
 * @param path before the question mark, still percent-encoded
 * @param query behind the question mark, still percent-encoded, or empty
 * @param fields the header
 * @param body whole, read as UTF-8
 * @param certificate what the client showed in the TLS handshake, or null
 * @param twist how a fault wants it to be handled
 */
public record Ask(
    String method,
    String path,
    String query,
    Fields fields,
    String body,
    @Nullable X509Certificate certificate,
    Twist twist) {
  /** The same request, to be handled in another way. */
  public Ask twisted(Twist other) {
    return new Ask(method, path, query, fields, body, certificate, other);
  }

  /** The parameters of the query; none when it is malformed. */
  public Form queryForm() {
    try {
      return Form.parse(query);
    } catch (IllegalArgumentException e) {
      return new Form();
    }
  }

  /** Whether the body claims to be of this media type. */
  public boolean isOf(String mediaType) {
    String type = fields.first("Content-Type");
    return type != null && type.regionMatches(true, 0, mediaType, 0, mediaType.length());
  }

  /** Method and path only: the rest may hold secrets. */
  @Override
  public String toString() {
    return method + " " + path;
  }

  /** A way of handling a request that the client did not ask for. */
  public enum Twist {
    /** As it should be. */
    NONE,
    /** With the token the client already has, while it lives. */
    SAME_TOKEN
  }
}
