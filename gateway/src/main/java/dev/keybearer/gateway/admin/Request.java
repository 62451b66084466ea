package dev.keybearer.gateway.admin;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.keybearer.gateway.peer.Address;
import java.io.InputStream;

/**
 * A request as it came, before anybody judged it.
 *
 * @param body which nobody has read
 */
record Request(String method, String target, Headers fields, Origin origin, InputStream body) {
  /** One without a body. */
  Request(String method, String target, Headers fields, Origin origin) {
    this(method, target, fields, origin, InputStream.nullInputStream());
  }

  static Request of(HttpExchange exchange) {
    return new Request(
        exchange.getRequestMethod(),
        exchange.getRequestURI().toString(),
        exchange.getRequestHeaders(),
        new Origin.Machine(Address.of(exchange.getRemoteAddress().getAddress())),
        exchange.getRequestBody());
  }

  /** Method and origin alone: fields hold secrets. */
  @Override
  public String toString() {
    return "Request[" + method + " from " + origin.text() + "]";
  }
}
