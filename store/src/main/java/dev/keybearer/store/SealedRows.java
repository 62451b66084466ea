package dev.keybearer.store;

import dev.keybearer.token.Item;
import dev.keybearer.token.StoreFailure;
import dev.keybearer.token.file.Distrusted;
import dev.keybearer.token.file.Sealer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The items of one open database, sealed, each held against its mark.
 *
 * <p>Item, mark and head change in one transaction, which ends with {@link #commit}; what is known
 * of them here changes only then. After any failure of the database the whole object is thrown away
 * and another one is loaded. Not safe for use by several threads at once.
 */
final class SealedRows {
  /** Marks are kept in memory, and each is read and summed at the start. */
  static final int LIMIT = 100_000;

  private final Opening opening;
  private final Connection connection;
  private final Rows rows;
  private final Sealer sealer;
  private final Map<String, Mark> marks;
  private Head head;
  // Of writes that failed too: a serial is never given to two different contents.
  private long lastSerial;
  private @Nullable Change pending;

  SealedRows(Opening opening, Connection connection, Known known, long lastSerial) {
    this.opening = opening;
    this.connection = connection;
    this.rows = new Rows(connection);
    this.sealer = known.sealer;
    this.marks = known.marks;
    this.head = known.head;
    this.lastSerial = Math.max(lastSerial, known.head.high());
  }

  long lastSerial() {
    return lastSerial;
  }

  /** The item that rests under the name, or null when none should; it is told when one should. */
  @Nullable Item read(String name) throws SQLException, Distrusted {
    Rows.Row row = rows.item(name);
    Mark mark = marks.get(name);
    if (row == null && mark != null) {
      throw StoreFailure.vacant(
          "the item %s in %s is gone, but was not forgotten; look for it in the table quarantine, or log in again"
              .formatted(name, opening.path()),
          null);
    }
    return row == null ? null : trusted(sealer.unseal(name, row.sealed()), row, mark);
  }

  private static Item trusted(Sealer.Unsealed found, Rows.Row row, @Nullable Mark mark)
      throws Distrusted {
    Item item = found.item();
    Distrusted.Reason reason = null;
    if (mark == null) {
      reason = Distrusted.Reason.UNLISTED;
    } else if (mark.serial() != found.serial()) {
      reason = Distrusted.Reason.OUTDATED;
    } else if (item.generation() != row.generation()) {
      reason = Distrusted.Reason.ALTERED;
    }
    if (reason != null) {
      item.value().close();
      throw new Distrusted(reason);
    }
    return item;
  }

  /** What rests under the name for a commit: nothing there, though something should be, is free. */
  @Nullable Item readForCommit(String name) throws SQLException, Distrusted {
    return rows.item(name) == null ? null : read(name);
  }

  /** Puts an item in the place of the one that was read, or of none. */
  void write(Item item, @Nullable Item resting) throws SQLException {
    String name = item.name();
    Mark before = marks.get(name);
    refuseBeyondLimits(item, before);
    long serial = nextSerial();
    Mark after = new Mark(serial, sealer.key());
    Rows.Row row = new Rows.Row(item.generation(), sealer.seal(item, serial));
    boolean marked =
        before == null ? rows.insertMark(name, after) : rows.replaceMark(name, before, after);
    boolean written =
        resting == null
            ? rows.insertItem(name, row)
            : rows.replaceItem(name, resting.generation(), row);
    if (!marked || !written) {
      throw new StoreFailure(
          StoreFailure.Kind.CONFLICT,
          "generation %d of %s is not written: another program changed %s meanwhile; recover it first"
              .formatted(item.generation(), name, opening.path()),
          null);
    }
    changeHead(name, before, after, serial);
  }

  private void refuseBeyondLimits(Item item, @Nullable Mark before) {
    String found = null;
    if (item.value().use(value -> value.length > Sealer.VALUE_LIMIT)) {
      found = "an item holds at most " + Sealer.VALUE_LIMIT + " bytes";
    } else if (before == null && marks.size() >= LIMIT) {
      found = "a store holds at most " + LIMIT + " items";
    } else if (head.isKeyWornOut(sealer.key())) {
      found = "its key has sealed as often as it may; open the store with a new one, and reseal";
    }
    if (found != null) {
      String message = "%s in %s is not written: %s".formatted(item.name(), opening.path(), found);
      throw new StoreFailure(StoreFailure.Kind.UNWRITABLE, message, null);
    }
  }

  private long nextSerial() {
    lastSerial++;
    return lastSerial;
  }

  private void changeHead(String name, @Nullable Mark before, @Nullable Mark after, long serial)
      throws SQLException {
    Head next = head.at(serial, sealer.key()).with(name, before, after);
    if (!rows.replaceHead(Opening.sealed(sealer, next))) {
      throw new SQLException("the head is gone");
    }
    pending = new Change(name, after, next);
  }

  /** Removes what rests under the name, trusted or not. */
  void remove(String name) throws SQLException {
    Mark before = marks.get(name);
    rows.deleteItem(name);
    if (before != null) {
      rows.deleteMark(name);
      changeHead(name, before, null, nextSerial());
    }
  }

  /** Puts an item aside; its mark stays, so that its absence is told until somebody ends it. */
  void putAside(String name, Distrusted cause) throws SQLException {
    rows.putAside(name, cause.reason().slug(), opening.clock().instant().toString());
  }

  /** The names of all items that should be there. */
  List<String> names() {
    return List.copyOf(marks.keySet());
  }

  /** Seals an item under the current key, and tells whether it was not. */
  boolean reseal(String name) throws SQLException, Distrusted {
    Mark mark = marks.get(name);
    if (mark == null || mark.key() == sealer.key() || rows.item(name) == null) {
      return false;
    }
    Item item = read(name);
    if (item == null) {
      return false;
    }
    write(item, item);
    item.value().close();
    return true;
  }

  /** Seals the head under the current key, and tells whether it was not. */
  boolean resealHead() throws SQLException {
    if (head.key() == sealer.key()) {
      return false;
    }
    changeHead("", null, null, nextSerial());
    return true;
  }

  /** Begins a transaction that may write. */
  void begin() throws SQLException {
    connection.setAutoCommit(false);
  }

  /** Makes durable what was done since {@link #begin}, and then believes it. */
  void commit() throws SQLException {
    connection.setAutoCommit(true);
    Change change = pending;
    pending = null;
    if (change == null) {
      return;
    }
    head = change.head;
    if (change.mark == null) {
      marks.remove(change.name);
    } else {
      marks.put(change.name, change.mark);
    }
  }

  /** Takes back what was done since {@link #begin}. */
  void rollback() throws SQLException {
    pending = null;
    connection.rollback();
    connection.setAutoCommit(true);
  }

  void close() throws SQLException {
    connection.close();
  }

  /**
   * What is known of a database when it was opened.
   *
   * @param sealer of this very store
   * @param head over the marks
   * @param marks by name; the rows take them over
   */
  record Known(Sealer sealer, Head head, Map<String, Mark> marks) {}

  /** What will be known once the transaction is durable. */
  private record Change(String name, @Nullable Mark mark, Head head) {}
}
