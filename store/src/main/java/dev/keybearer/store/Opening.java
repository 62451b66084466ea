package dev.keybearer.store;

import dev.keybearer.token.StoreFailure;
import dev.keybearer.token.file.Distrusted;
import dev.keybearer.token.file.Sealer;
import dev.keybearer.token.file.SealingKeys;
import dev.keybearer.token.secret.Secret;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Decides at the start whether the marks of a database are to be trusted.
 *
 * @param path of the database
 * @param keys that its items are sealed under
 * @param clock dates announcements and what is put aside
 */
record Opening(Path path, SealingKeys keys, InstantSource clock) {
  /** What a new database begins with. */
  void begin(Rows rows) throws SQLException {
    Sealer sealer = newSealer();
    rows.insertHead(sealed(sealer, Head.none(sealer.key())));
  }

  private Sealer newSealer() {
    return Sealer.of(keys, UUID.randomUUID());
  }

  static Rows.SealedHead sealed(Sealer sealer, Head head) {
    try (Secret content = head.encode()) {
      return new Rows.SealedHead(sealer.store().toString(), sealer.sealHead(content, head.high()));
    }
  }

  /**
   * The items of an open database.
   *
   * @param lastSerial the highest one this process ever gave to a write, whether it came to rest or
   *     not
   * @throws StoreFailure of kind {@code UNREADABLE} when a key is missing, and then nothing is
   *     touched, or when the marks are not those that were written last, and then everything is put
   *     aside
   */
  SealedRows load(Connection connection, long lastSerial) throws SQLException {
    connection.setAutoCommit(false);
    Rows rows = new Rows(connection);
    Map<String, Mark> marks = rows.marks();
    try {
      Rows.SealedHead rested = rows.head();
      Sealer sealer = sealer(rested);
      Head head = head(sealer, rested);
      if (!head.over(marks).sum().equals(head.sum())) {
        throw new Distrusted(Distrusted.Reason.OUTDATED);
      }
      refuseMissingKeys(rows, sealer, marks);
      connection.setAutoCommit(true);
      return new SealedRows(
          this, connection, new SealedRows.Known(sealer, head, marks), lastSerial);
    } catch (Distrusted e) {
      throw refused(connection, rows, e);
    }
  }

  private Sealer sealer(Rows.@Nullable SealedHead head) throws Distrusted {
    if (head == null) {
      throw new Distrusted(Distrusted.Reason.EMPTY);
    }
    try {
      return Sealer.of(keys, UUID.fromString(head.store()));
    } catch (IllegalArgumentException e) {
      throw new Distrusted(Distrusted.Reason.MALFORMED);
    }
  }

  private static Head head(Sealer sealer, Rows.@Nullable SealedHead rested) throws Distrusted {
    if (rested == null) {
      throw new Distrusted(Distrusted.Reason.EMPTY);
    }
    Sealer.Unsealed found = sealer.unsealHead(rested.sealed());
    try (Secret content = found.item().value()) {
      Head head = Head.decode(content, found.key(), found.serial());
      if (head == null) {
        throw new Distrusted(Distrusted.Reason.MALFORMED);
      }
      return head;
    }
  }

  /** A key is not dropped while something rests under it. */
  private void refuseMissingKeys(Rows rows, Sealer sealer, Map<String, Mark> marks)
      throws SQLException {
    var used = marks.values().stream().filter(mark -> !mark.isDistrust()).map(Mark::key).distinct();
    for (long key : used.toList()) {
      String name = sealer.knows(key) ? null : rows.restingUnder(key);
      if (name != null) {
        throw missingKey("the item " + name + " in " + path);
      }
    }
  }

  /** A wrong key or a program rolled back must not cost the items; anything else is put aside. */
  private StoreFailure refused(Connection connection, Rows rows, Distrusted cause)
      throws SQLException {
    return switch (cause.reason()) {
      case FOREIGN -> missingKey(path.toString());
      case NEWER ->
          new StoreFailure(
              StoreFailure.Kind.UNREADABLE,
              "%s is not opened: %s; run that version, or open another folder"
                  .formatted(path, cause.reason().found()),
              cause);
      default -> distrusted(connection, rows, cause);
    };
  }

  private StoreFailure distrusted(Connection connection, Rows rows, Distrusted cause)
      throws SQLException {
    rows.putAllAside(cause.reason().slug(), clock.instant().toString());
    Map<String, Mark> marks = rows.marks();
    Sealer sealer = newSealer();
    rows.insertHead(sealed(sealer, Head.none(sealer.key()).over(marks)));
    connection.setAutoCommit(true);
    return new StoreFailure(
        StoreFailure.Kind.UNREADABLE,
        "the head of %s is not trusted: %s; without it an old item cannot be told from a new one, so all were put aside in its table quarantine:"
                .formatted(path, cause.reason().found())
            + " put a good copy of the database there, or open the store again and log in again for each of its %d items"
                .formatted(marks.size()),
        cause);
  }

  private static StoreFailure missingKey(String what) {
    return new StoreFailure(
        StoreFailure.Kind.UNREADABLE,
        what
            + " is sealed under a key that was not given, so the token store is not opened:"
            + " give that key, or give it as an older one until everything is resealed",
        null);
  }
}
