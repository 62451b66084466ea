package dev.keybearer.gateway.admin;

import com.sun.net.httpserver.Headers;
import dev.keybearer.gateway.peer.Address;
import dev.keybearer.token.TimeSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets in whoever shows the secret of a client, or runs as its user. Safe for use by many threads.
 */
final class Entrance {
  private static final String SCHEME = "bearer ";
  private static final String CHALLENGE = "Bearer realm=\"keybearer admin\"";

  private static final Entry.Denied UNKNOWN =
      new Entry.Denied(
          Refusal.of(
                  401, "unauthorized", "Authorization: Bearer and the secret of a client is needed")
              .with("WWW-Authenticate", CHALLENGE),
          false);
  private static final Entry.Denied AMBIGUOUS =
      new Entry.Denied(Refusal.badRequest("at most one Authorization field is expected"), false);
  private static final Entry.Denied WRONG =
      new Entry.Denied(
          Refusal.of(401, "invalid_token", "that is the secret of no client")
              .with("WWW-Authenticate", CHALLENGE + ", error=\"invalid_token\""),
          true);

  private static final Entry.Denied SECRET_SHOWN =
      new Entry.Denied(
          Refusal.badRequest(
              "at the socket a client is known by the user it runs as: send no Authorization"),
          false);
  private static final Entry.Denied NO_USER =
      new Entry.Denied(
          Refusal.forbidden(
              "no client is known by the user of that process: configure an admin client with that"
                  + " user"),
          true);

  private final Object lock = new Object(); // guards throttle
  private final Throttle throttle;

  Entrance(TimeSource time) {
    this.throttle = new Throttle(time);
  }

  Entry enter(Clients clients, Request request) {
    if (clients.isEmpty()) {
      return Visitor.LOCAL;
    }
    return switch (request.origin()) {
      case Origin.Machine machine -> enter(clients, request.fields(), machine.address());
      case Origin.Peer peer -> enter(clients, request.fields(), peer.user());
    };
  }

  /** A secret counts for nothing here, and was perhaps meant for somebody else. */
  private static Entry enter(Clients clients, Headers fields, String user) {
    if (fields.containsKey("Authorization")) {
      return SECRET_SHOWN;
    }
    Visitor visitor = clients.user(user);
    return visitor == null ? NO_USER : visitor;
  }

  private Entry enter(Clients clients, Headers fields, Address from) {
    List<String> values = fields.getOrDefault("Authorization", List.of());
    if (values.size() > 1) {
      return AMBIGUOUS;
    }
    String value = values.isEmpty() ? "" : values.getFirst();
    if (!value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return UNKNOWN;
    }
    String shown = value.substring(SCHEME.length()).strip();
    byte[] digest = Clients.digest(shown.getBytes(StandardCharsets.ISO_8859_1));
    synchronized (lock) {
      return judge(clients.holder(digest), from);
    }
  }

  /** An address that is held back learns nothing of what it shows, not even that it is right. */
  private Entry judge(@Nullable Visitor holder, Address from) {
    Duration held = throttle.held(from);
    if (held != null) {
      return heldBack(held);
    }
    if (holder != null) {
      return holder;
    }
    throttle.failed(from);
    return WRONG;
  }

  private static Entry.Denied heldBack(Duration left) {
    long seconds = left.plusSeconds(1).minusNanos(1).toSeconds();
    Refusal refusal =
        Refusal.of(
                429,
                "too_many_failures",
                "too many wrong secrets came from this address: try again later")
            .with("Retry-After", Long.toString(seconds));
    return new Entry.Denied(refusal, false);
  }
}
