package dev.keybearer.token.endpoint;

import dev.keybearer.token.http.JsonObject;
import java.net.URI;

/** How an issuer lets a person log in, or why it does not. */
public sealed interface Offer {
  /**
   * By a browser.
   *
   * @param address where to send it
   * @param namesIssuer whether the issuer promises to name itself in the answer (RFC 9207)
   */
  record Browser(URI address, boolean namesIssuer) implements Offer {}

  /**
   * On another device.
   *
   * @param answer as the device authorization endpoint gave it, not yet checked
   */
  record Device(JsonObject answer) implements Offer {}

  /** Not now, or not at all. */
  record None(Reply why) implements Offer {}
}
