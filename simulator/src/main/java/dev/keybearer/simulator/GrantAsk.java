package dev.keybearer.simulator;

import dev.keybearer.simulator.http.Ask;
import dev.keybearer.simulator.http.Form;
import org.jspecify.annotations.Nullable;

/**
 * A client's request for a token.
 *
 * @param client has shown who it is
 * @param form what it sent
 * @param twist how a fault wants it handled
 * @param key the thumbprint of the key that it proved, or null
 */
record GrantAsk(RegisteredClient client, Form form, Ask.Twist twist, @Nullable String key) {
  /** One that proved no key. */
  GrantAsk(RegisteredClient client, Form form, Ask.Twist twist) {
    this(client, form, twist, null);
  }

  /** A parameter, or an empty text when it was not sent. */
  String text(String name) {
    return form.text(name);
  }
}
