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
 * @param socket the other end of the connection
 */
public record Request(String method, String target, List<Line> lines, Address socket) {
  @Override
  public String toString() {
    return "Request[" + method + " from " + socket + "]";
  }
}
