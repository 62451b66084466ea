package dev.keybearer.simulator;

import dev.keybearer.simulator.feed.Line;
import dev.keybearer.simulator.feed.Topics;
import dev.keybearer.simulator.register.AccessToken;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A notification channel: topics, the token it lives by, and at most one socket that counts. */
final class GenesysChannel {
  private final String id;
  private final Topics topics = new Topics();
  private final AtomicReference<@Nullable Line> line = new AtomicReference<>();
  private volatile AccessToken token;
  private volatile Instant expires;
  private volatile long used;

  GenesysChannel(String id, AccessToken token, Instant expires) {
    this.id = id;
    this.token = token;
    this.expires = expires;
  }

  String id() {
    return id;
  }

  Topics topics() {
    return topics;
  }

  AccessToken token() {
    return token;
  }

  void rebind(AccessToken other) {
    token = other;
  }

  /** The first instant at which it is dead. */
  Instant expires() {
    return expires;
  }

  void extend(Instant until) {
    expires = until;
  }

  /** Notes a use, by its place among all uses of channels. */
  void use(long number) {
    used = number;
  }

  long used() {
    return used;
  }

  /** Its socket, or null. */
  @Nullable Line line() {
    return line.get();
  }

  /** Gives it a socket; the one it had, or null. */
  @Nullable Line connect(Line opened) {
    return line.getAndSet(opened);
  }

  /** A socket has ended; it no longer counts if it did. */
  void disconnect(Line ended) {
    line.compareAndSet(ended, null);
  }

  /** Whether it belongs to the user and client of a token. */
  boolean isOf(AccessToken other) {
    return token.entitlement().client().equals(other.entitlement().client())
        && token.entitlement().subject().equals(other.entitlement().subject());
  }
}
