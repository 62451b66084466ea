package dev.keybearer.gateway.signal;

import dev.keybearer.gateway.peer.Network;
import dev.keybearer.token.secret.Secret;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** Endpoints for tests. */
final class Hooks {
  static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=";
  static final String OTHER_SECRET = "whsec_" + "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=";

  private Hooks() {}

  /** A receiver on this machine over plain http, which is an exception. */
  static Endpoint plain(FakeReceiver receiver, String... events) {
    return named("hook", receiver, events);
  }

  static Endpoint named(String name, FakeReceiver receiver, String... events) {
    Endpoint like = at(receiver.at("http", "127.0.0.1"), reach(receiver.port()), tls(), events);
    return new Endpoint(name, like.url(), like.secrets(), like.events(), like.reach(), like.tls());
  }

  static Endpoint at(URI url, Reach reach, SSLContext tls, String... events) {
    List<EventFilter> filters = Stream.of(events).map(EventFilter::parse).toList();
    return new Endpoint("hook", url, List.of(secret(SECRET)), filters, reach, tls);
  }

  static HookSecret secret(String text) {
    return HookSecret.parse(Secret.of(text));
  }

  static Reach reach(int port) {
    return new Reach(Set.of(port), List.of(Network.parse("127.0.0.0/8")));
  }

  static SSLContext tls() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
