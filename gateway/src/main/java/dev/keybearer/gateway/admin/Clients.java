package dev.keybearer.gateway.admin;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who may come in, known by the digests of their secrets. Immutable. */
final class Clients {
  private final List<Known> known = new ArrayList<>();

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
      byte[] digest = client.secret().use(Clients::digest);
      if (!names.add(client.name())) {
        throw new IllegalArgumentException("two admin clients are named " + client.name());
      }
      Visitor same = table.holder(digest);
      if (same != null) {
        throw new IllegalArgumentException(
            "admin clients " + same.name() + " and " + client.name() + " have the same secret");
      }
      table.known.add(new Known(digest, Visitor.of(client)));
    }
    return table;
  }

  boolean isEmpty() {
    return known.isEmpty();
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
