package dev.keybearer.token.endpoint;

import dev.keybearer.token.Endpoints;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.http.Answer;
import dev.keybearer.token.http.Ask;
import dev.keybearer.token.http.Exchange;
import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.http.NoAnswer;
import dev.keybearer.token.http.NotJson;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of an issuer: given by hand, or learnt once from its discovery document and kept.
 *
 * <p>Whoever comes while another asks tries the same document rather than wait without a limit of
 * its own; that happens once in the life of a process. Safe for use by many threads.
 */
final class Directory {
  private final Issuer issuer;
  private final Exchange exchange;
  private final ServerClock clock;
  private final ReentrantLock lock = new ReentrantLock(); // guards known, never held while asking
  private @Nullable Entry known;

  Directory(Issuer issuer, Exchange exchange, ServerClock clock) {
    this.issuer = issuer;
    this.exchange = exchange;
    this.clock = clock;
    Endpoints given = issuer.endpoints();
    this.known = given == null ? null : new Entry(given, false);
  }

  /** The endpoints, asked for when they are not known yet. */
  Endpoints endpoints(Duration limit) throws Unknown {
    Entry entry = known();
    if (entry == null) {
      entry = discover(limit);
      keep(entry);
    }
    return entry.endpoints();
  }

  /** Whether the document promises that answers to a browser name the issuer (RFC 9207). */
  boolean namesIssuer() {
    Entry entry = known();
    return entry != null && entry.namesIssuer();
  }

  private @Nullable Entry known() {
    lock.lock();
    try {
      return known;
    } finally {
      lock.unlock();
    }
  }

  private void keep(Entry entry) {
    lock.lock();
    try {
      known = entry;
    } finally {
      lock.unlock();
    }
  }

  /** OpenID Connect Discovery 1.0 section 4: the well-known path is appended to the identity. */
  private Entry discover(Duration limit) throws Unknown {
    String identity = String.valueOf(issuer.identity());
    String base = identity.endsWith("/") ? identity.substring(0, identity.length() - 1) : identity;
    URI document = URI.create(base + "/.well-known/openid-configuration");
    JsonObject found = fetch(document, limit);
    if (!identity.equals(found.text("issuer"))) {
      throw new Unknown(
          document
              + " describes another issuer than "
              + identity
              + ": use the exact text that the document gives as its issuer");
    }
    URI token = endpoint(found, document, "token_endpoint");
    if (token == null) {
      throw new Unknown(document + " names no token_endpoint");
    }
    Endpoints endpoints =
        new Endpoints(
            token,
            endpoint(found, document, "authorization_endpoint"),
            endpoint(found, document, "device_authorization_endpoint"),
            endpoint(found, document, "revocation_endpoint"),
            endpoint(found, document, "jwks_uri"),
            endpoint(found, document, "introspection_endpoint"));
    return new Entry(
        endpoints,
        Boolean.TRUE.equals(found.bool("authorization_response_iss_parameter_supported")));
  }

  private JsonObject fetch(URI document, Duration limit) throws Unknown {
    try {
      Answer answer = exchange.send(Ask.get(document), limit);
      clock.learn(answer); // before the first statement that the issuer judges by its clock
      if (answer.status() != 200) {
        throw new Unknown(
            document + " answered " + answer.status() + " instead of its discovery document");
      }
      return JsonObject.parse(answer.body());
    } catch (NoAnswer | NotJson e) {
      throw new Unknown("discovery at " + document + " failed: " + e.getMessage());
    }
  }

  private static @Nullable URI endpoint(JsonObject found, URI document, String name)
      throws Unknown {
    String text = found.text(name);
    if (text == null) {
      return null;
    }
    try {
      URI address = URI.create(text);
      Issuer.requirePrivate(address);
      if (isSecure(document) && !isSecure(address)) {
        throw new IllegalArgumentException("from https back to http");
      }
      return address;
    } catch (IllegalArgumentException e) {
      throw new Unknown(document + " names a " + name + " that secrets are not sent to");
    }
  }

  private static boolean isSecure(URI address) {
    return "https".equalsIgnoreCase(address.getScheme());
  }

  private record Entry(Endpoints endpoints, boolean namesIssuer) {}

  /** The endpoints cannot be learnt now. */
  static final class Unknown extends Exception {
    private static final long serialVersionUID = 1L;

    Unknown(String message) {
      super(message);
    }
  }
}
