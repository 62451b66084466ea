package dev.keybearer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keybearer.token.Item;
import dev.keybearer.token.StoreFailure;
import dev.keybearer.token.TokenStore;
import dev.keybearer.token.file.SealingKeys;
import dev.keybearer.token.secret.Secret;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A store's directory, and a back door into its database. */
record Bench(Path directory) {
  static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  static final SealingKeys KEYS = SealingKeys.of(key(1));

  static Secret key(int number) {
    byte[] key = new byte[32];
    key[0] = (byte) number;
    return Secret.of(key);
  }

  static Secret value(String name, long generation) {
    return Secret.of((name + " value " + generation + " ").repeat(8));
  }

  static Item item(String name, long generation) {
    return Item.of(name, generation, value(name, generation));
  }

  Path database() {
    return directory.resolve(SqliteFile.NAME);
  }

  SqliteTokenStore open() {
    return open(KEYS);
  }

  SqliteTokenStore open(SealingKeys keys) {
    return SqliteTokenStore.open(directory, keys, Duration.ZERO, () -> NOON);
  }

  /** The way a process of its own opens it. */
  static SqliteTokenStore open(Path directory) {
    return SqliteTokenStore.open(directory, KEYS, Duration.ZERO, Clock.systemUTC());
  }

  /** What rests in the store, by name; a value that is not whole does not pass. */
  static SortedMap<String, String> found(TokenStore store) {
    SortedMap<String, String> found = new TreeMap<>();
    for (String name : List.of("a", "b")) {
      store.recover(name).ifPresent(item -> found.put(name, shown(item)));
    }
    return found;
  }

  private static String shown(Item item) {
    assertThat(item.value().matches(value(item.name(), item.generation()))).isTrue();
    return item.generation() + (item.prepared() == null ? "" : " prepared");
  }

  static StoreFailure failure(StoreFailure.Kind kind, ThrowingCallable act) {
    StoreFailure failure = catchThrowableOfType(StoreFailure.class, act);
    assertThat(failure).isNotNull();
    assertThat(failure.kind()).isEqualTo(kind);
    return failure;
  }

  /** Changes the database as somebody would who has no key. */
  int change(String sql, Object... values) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database());
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement.executeUpdate();
    }
  }

  /** The first column of each row. */
  List<Object> look(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database());
        PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet found = statement.executeQuery()) {
      List<Object> column = new ArrayList<>();
      while (found.next()) {
        column.add(found.getObject(1));
      }
      return column;
    }
  }

  byte[] sealed(String name) throws SQLException {
    return (byte[]) look("SELECT sealed FROM item WHERE name = '" + name + "'").get(0);
  }
}
