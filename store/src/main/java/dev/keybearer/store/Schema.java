package dev.keybearer.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The tables, as the steps that made them: step n leads from version n - 1 to version n, whole or
 * not at all. Steps that were ever released are never changed; {@code docs/formats/store-sqlite.md}
 * draws what they make.
 *
 * <p>BLOB is the only word that PostgreSQL spells otherwise (BYTEA).
 *
 * @param steps each a list of statements
 */
record Schema(List<List<String>> steps) {
  private static final List<String> ITEMS =
      List.of(
          "CREATE TABLE schema_version (version INTEGER NOT NULL)",
          "INSERT INTO schema_version (version) VALUES (0)",
          "CREATE TABLE mark ("
              + "name TEXT NOT NULL PRIMARY KEY, serial BIGINT NOT NULL, key_id BIGINT NOT NULL)",
          "CREATE TABLE item ("
              + "name TEXT NOT NULL PRIMARY KEY REFERENCES mark (name),"
              + " generation BIGINT NOT NULL, sealed BLOB NOT NULL)",
          "CREATE TABLE head (store_id TEXT NOT NULL, sealed BLOB NOT NULL)",
          "CREATE TABLE quarantine ("
              + "aside_at TEXT NOT NULL, reason TEXT NOT NULL, name TEXT NOT NULL,"
              + " generation BIGINT NOT NULL, sealed BLOB NOT NULL)");

  static final Schema CURRENT = new Schema(List.of(ITEMS));

  Schema {
    steps = List.copyOf(steps);
  }

  int version() {
    return steps.size();
  }

  /** The version of a database that has tables. */
  static int versionOf(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT version FROM schema_version")) {
      return found.next() ? found.getInt(1) : 0;
    }
  }

  /** Takes the steps that lead on from the version, each in a transaction of its own. */
  void migrate(Connection connection, int from) throws SQLException {
    for (int version = from + 1; version <= version(); version++) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        for (String each : steps.get(version - 1)) {
          statement.execute(each);
        }
        statement.execute("UPDATE schema_version SET version = " + version);
      }
      connection.setAutoCommit(true);
    }
  }
}
