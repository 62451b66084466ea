package dev.keybearer.store;

import dev.keybearer.token.file.Sealer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every statement of the store, one method each, in SQL that SQLite and PostgreSQL both read.
 *
 * <p>Each belongs to the transaction of its connection. Where a row is replaced, the statement
 * names what it is to replace and says whether that was there: the compare-and-set is the
 * database's own.
 */
final class Rows {
  private final Connection connection;

  Rows(Connection connection) {
    this.connection = connection;
  }

  /** The item of that name, sealed, or null; what is too long to be one is not read. */
  @Nullable Row item(String name) throws SQLException {
    String sql =
        "SELECT generation, CASE WHEN length(sealed) <= ? THEN sealed END FROM item WHERE name = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, Sealer.SEALED_LIMIT);
      statement.setString(2, name);
      try (ResultSet found = statement.executeQuery()) {
        return found.next() ? new Row(found.getLong(1), bytes(found, 2)) : null;
      }
    }
  }

  private static byte[] bytes(ResultSet found, int column) throws SQLException {
    byte[] bytes = found.getBytes(column);
    return bytes == null ? new byte[0] : bytes;
  }

  /** Puts an item where none is. */
  boolean insertItem(String name, Row row) throws SQLException {
    return change(
        "INSERT INTO item (name, generation, sealed) VALUES (?, ?, ?)",
        name,
        row.generation(),
        row.sealed());
  }

  /** Puts an item in the place of one of that generation, if that is what rests there. */
  boolean replaceItem(String name, long generation, Row row) throws SQLException {
    return change(
        "UPDATE item SET generation = ?, sealed = ? WHERE name = ? AND generation = ?",
        row.generation(),
        row.sealed(),
        name,
        generation);
  }

  boolean deleteItem(String name) throws SQLException {
    return change("DELETE FROM item WHERE name = ?", name);
  }

  /** All marks, by name. */
  Map<String, Mark> marks() throws SQLException {
    Map<String, Mark> marks = new HashMap<>();
    String sql = "SELECT name, serial, key_id FROM mark";
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet found = statement.executeQuery()) {
      while (found.next()) {
        marks.put(found.getString(1), new Mark(found.getLong(2), found.getLong(3)));
      }
    }
    return marks;
  }

  boolean insertMark(String name, Mark mark) throws SQLException {
    return change(
        "INSERT INTO mark (name, serial, key_id) VALUES (?, ?, ?)",
        name,
        mark.serial(),
        mark.key());
  }

  /** Puts a mark in the place of that one, if it is the one that rests there. */
  boolean replaceMark(String name, Mark before, Mark after) throws SQLException {
    return change(
        "UPDATE mark SET serial = ?, key_id = ? WHERE name = ? AND serial = ?",
        after.serial(),
        after.key(),
        name,
        before.serial());
  }

  boolean deleteMark(String name) throws SQLException {
    return change("DELETE FROM mark WHERE name = ?", name);
  }

  /** A name that rests under the key, or null when nothing does. */
  @Nullable String restingUnder(long key) throws SQLException {
    String sql =
        "SELECT item.name FROM item JOIN mark ON mark.name = item.name WHERE mark.key_id = ? LIMIT"
            + " 1";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, key);
      try (ResultSet found = statement.executeQuery()) {
        return found.next() ? found.getString(1) : null;
      }
    }
  }

  /** The head, sealed, or null when there is none. */
  @Nullable SealedHead head() throws SQLException {
    String sql = "SELECT store_id, sealed FROM head";
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet found = statement.executeQuery()) {
      return found.next() ? new SealedHead(found.getString(1), bytes(found, 2)) : null;
    }
  }

  boolean insertHead(SealedHead head) throws SQLException {
    return change("INSERT INTO head (store_id, sealed) VALUES (?, ?)", head.store(), head.sealed());
  }

  boolean replaceHead(SealedHead head) throws SQLException {
    return change("UPDATE head SET sealed = ? WHERE store_id = ?", head.sealed(), head.store());
  }

  /** Moves an item to where nothing uses it and nothing overwrites it. */
  void putAside(String name, String reason, String now) throws SQLException {
    change(
        "INSERT INTO quarantine (aside_at, reason, name, generation, sealed)"
            + " SELECT ?, ?, name, generation, sealed FROM item WHERE name = ?",
        now,
        reason,
        name);
    deleteItem(name);
  }

  /** Moves the head and all items there, and leaves marks that no item fits. */
  void putAllAside(String reason, String now) throws SQLException {
    change(
        "INSERT INTO quarantine (aside_at, reason, name, generation, sealed)"
            + " SELECT ?, ?, '', 0, sealed FROM head",
        now,
        reason);
    change(
        "INSERT INTO quarantine (aside_at, reason, name, generation, sealed)"
            + " SELECT ?, ?, name, generation, sealed FROM item",
        now,
        reason);
    change("UPDATE mark SET serial = 0, key_id = 0");
    change(
        "INSERT INTO mark (name, serial, key_id)"
            + " SELECT name, 0, 0 FROM item WHERE name NOT IN (SELECT name FROM mark)");
    change("DELETE FROM item");
    change("DELETE FROM head");
  }

  /** Whether anything was changed. */
  private boolean change(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement.executeUpdate() > 0;
    }
  }

  /** One item as it rests. */
  static final class Row {
    private final long generation;
    private final byte[] sealed;

    Row(long generation, byte[] sealed) {
      this.generation = generation;
      this.sealed = sealed;
    }

    long generation() {
      return generation;
    }

    byte[] sealed() {
      return sealed;
    }
  }

  /** The head as it rests. */
  static final class SealedHead {
    private final String store;
    private final byte[] sealed;

    SealedHead(String store, byte[] sealed) {
      this.store = store;
      this.sealed = sealed;
    }

    String store() {
      return store;
    }

    byte[] sealed() {
      return sealed;
    }
  }
}
