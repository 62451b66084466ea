package dev.keybearer.token.secret;

import dev.keybearer.token.http.Exchange;
import dev.keybearer.token.http.JdkExchange;
import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.secret.SecretFailure.Kind;
import dev.keybearer.token.secret.VaultWire.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Reads secrets from Vault's key-value engine, version 2, and keeps its own client token alive.
 *
 * <p>There is no thread behind it: the token is renewed by the first read after two thirds of its
 * lease, or by {@link #renew()}. Safe for use by many threads.
 */
public final class VaultClient {
  private final VaultWire wire;
  private final VaultSessions sessions;

  VaultClient(VaultAddress address, VaultLogin login, Exchange exchange, LongSupplier nanos) {
    this.wire = new VaultWire(address, exchange);
    this.sessions = new VaultSessions(new VaultDoor(wire, login, nanos), nanos);
  }

  /** A client that logs in when the first secret is read. */
  public static VaultClient of(VaultAddress address, VaultLogin login) {
    LongSupplier nanos = System::nanoTime;
    return new VaultClient(address, login, JdkExchange.of(address.tls(), null, nanos), nanos);
  }

  /**
   * The field of the newest version of the entry.
   *
   * @throws SecretFailure when Vault has none, refuses it or does not answer
   */
  public Secret read(VaultPlace place) {
    List<String> path = new ArrayList<>(place.mountSegments());
    path.add("data");
    path.addAll(place.pathSegments());
    VaultSession session = sessions.current();
    Reply reply = wire.get(path, session.token());
    if (reply.status() == 403) {
      // A token that was revoked or has ended answers like a path that is closed to it.
      reply = wire.get(path, sessions.after(session).token());
    }
    return field(reply, place);
  }

  /**
   * Renews the client token now, or logs in where it cannot be renewed. A token that nobody reads
   * with for longer than its lease needs this.
   *
   * @throws SecretFailure when Vault refuses both or does not answer
   */
  public void renew() {
    sessions.renew();
  }

  private static Secret field(Reply reply, VaultPlace place) {
    if (reply.status() != 200) {
      throw refusal(reply, place);
    }
    JsonObject entry = reply.at("data", "data");
    if (entry == null) {
      throw failure(Kind.ABSENT, place, "is not an entry of a key-value engine, version 2");
    }
    String text = entry.text(place.field());
    if (text == null) {
      boolean present = entry.has(place.field());
      throw failure(
          Kind.ABSENT,
          place,
          present ? "is not a string; store it as one" : "has no such field; check its name");
    }
    if (text.isEmpty()) {
      throw failure(Kind.ABSENT, place, "is empty; put the secret there");
    }
    return Secret.of(text);
  }

  private static SecretFailure refusal(Reply reply, VaultPlace place) {
    if (reply.status() == 403) {
      return failure(
          Kind.REFUSED,
          place,
          "is closed to this client (403); its policy must allow read on "
              + place.mount()
              + "/data/"
              + place.path());
    }
    if (reply.status() == 400) {
      return failure(Kind.REFUSED, place, "was refused as a bad request (400)");
    }
    boolean deleted = reply.at("data", "metadata") != null;
    return failure(
        Kind.ABSENT,
        place,
        deleted
            ? "was deleted (404); undelete it or write it again"
            : "does not exist (404); check mount, path and that the engine is version 2");
  }

  private static SecretFailure failure(Kind kind, VaultPlace place, String what) {
    return new SecretFailure(kind, place + " " + what, null);
  }
}
