package dev.keybearer.simulator;

import dev.keybearer.simulator.http.Ask;
import dev.keybearer.simulator.http.Form;

/**
 * A client's request for a token.
 *
 * @param client has shown who it is
 * @param form what it sent
 * @param twist how a fault wants it handled
 */
record GrantAsk(RegisteredClient client, Form form, Ask.Twist twist) {
  /** A parameter, or an empty text when it was not sent. */
  String text(String name) {
    return form.text(name);
  }
}
