package dev.keybearer.gateway.admin;

import dev.keybearer.gateway.admin.AdminClient.Mark;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who may come in, known by the digests of their secrets or by their users. Immutable. */
final class Clients {
  private final List<Known> known = new ArrayList<>();
  private final Map<String, Visitor> users = new HashMap<>();

  private Clients() {}

  /**
   * These clients.
   *
   * @throws IllegalArgumentException when two cannot be told apart
   */
  static Clients of(List<AdminClient> clients) {
    Clients table = new Clients();
    Set<String> names = new HashSet<>();
    for (AdminClient client : clients) {
      if (!names.add(client.name())) {
        throw new IllegalArgumentException("two admin clients are named " + client.name());
      }
      Visitor visitor = Visitor.of(client);
      switch (client.mark()) {
        case Mark.Shared shared -> table.add(shared.secret().use(Clients::digest), visitor);
        case Mark.User user -> table.add(user.name(), visitor);
      }
    }
    return table;
  }

  private void add(byte[] digest, Visitor visitor) {
    refuse(holder(digest), visitor, "secret");
    known.add(new Known(digest, visitor));
  }

  private void add(String user, Visitor visitor) {
    refuse(users.put(user, visitor), visitor, "user");
  }

  private static void refuse(@Nullable Visitor same, Visitor visitor, String what) {
    if (same != null) {
      throw new IllegalArgumentException(
          "admin clients " + same.name() + " and " + visitor.name() + " have the same " + what);
    }
  }

  boolean isEmpty() {
    return known.isEmpty() && users.isEmpty();
  }

  /**
   * Whose secret this is, or null. All are compared, each in time that does not depend on where it
   * differs.
   */
  @Nullable Visitor holder(byte[] digest) {
    Visitor holder = null;
    for (Known each : known) {
      if (MessageDigest.isEqual(each.digest, digest)) {
        holder = each.visitor;
      }
    }
    return holder;
  }

  /** Who runs as this user of the system, or null. */
  @Nullable Visitor user(String name) {
    return users.get(name);
  }

  static byte[] digest(byte[] secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static final class Known {
    private final byte[] digest;
    private final Visitor visitor;

    Known(byte[] digest, Visitor visitor) {
      this.digest = digest;
      this.visitor = visitor;
    }
  }
}
