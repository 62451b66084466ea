package dev.keybearer.simulator;

import dev.keybearer.simulator.register.Register;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What every endpoint of one issuer shares: its clients, its habits and what it has issued. */
final class Authority {
  private final MovableClock clock;
  private final String path;
  private final Habits habits = new Habits();
  private final Register register = new Register();
  private final SigningKeys keys = new SigningKeys();
  private final Map<String, RegisteredClient> clients = new ConcurrentHashMap<>();
  private volatile String issuer = "";

  Authority(MovableClock clock, String path) {
    this.clock = clock;
    this.path = path;
  }

  /** The issuer's identity, known once it listens. */
  String issuer() {
    return issuer;
  }

  void issuer(String uri) {
    issuer = uri;
  }

  /** The part of the issuer's identity behind the port: empty, or a path without a last slash. */
  String path() {
    return path;
  }

  String tokenEndpoint() {
    return issuer + "/token";
  }

  Instant now() {
    return clock.instant();
  }

  Habits habits() {
    return habits;
  }

  Register register() {
    return register;
  }

  SigningKeys keys() {
    return keys;
  }

  Map<String, RegisteredClient> clients() {
    return clients;
  }

  /** The client with this id, registered now when it is not yet. */
  RegisteredClient register(String id) {
    return clients.computeIfAbsent(id, RegisteredClient::new);
  }

  @Nullable RegisteredClient client(String id) {
    return clients.get(id);
  }
}
