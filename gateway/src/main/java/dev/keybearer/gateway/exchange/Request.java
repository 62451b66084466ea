package dev.keybearer.gateway.exchange;

import dev.keybearer.gateway.field.Line;
import dev.keybearer.gateway.peer.Address;
import java.util.List;

/**
 * The head of a request as it came: nobody has judged it but for its framing. Its text form shows
 * neither target nor fields.
 *
 * @param target as it stood in the request line
 * @param lines of its header, in their order
 * @param link the connection that it came on
 */
public record Request(String method, String target, List<Line> lines, Link link) {
  /** One that came without TLS. */
  public Request(String method, String target, List<Line> lines, Address socket) {
    this(method, target, lines, Link.plain(socket));
  }

  /** The other end of the connection. */
  public Address socket() {
    return link.socket();
  }

  @Override
  public String toString() {
    return "Request[" + method + " from " + socket() + "]";
  }
}
