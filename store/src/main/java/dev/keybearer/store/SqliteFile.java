package dev.keybearer.store;

import dev.keybearer.token.StoreFailure;
import dev.keybearer.token.file.HeldFolder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;

/**
 * The database in a store's folder, and all that is SQLite's own about it.
 *
 * <p>A new database is made under another name and gets its own when it is whole: a file that is
 * there but empty was damaged, and is never taken for a first start.
 */
final class SqliteFile {
  static final String NAME = "items.db";

  /** Of 4 KiB: 4 GiB. A store that grows beyond is a mistake, and the disk is not ours alone. */
  static final int PAGE_LIMIT = 1 << 20;

  private static final String UNFINISHED = NAME + ".new";
  private static final List<String> BESIDE = List.of("-wal", "-shm", "-journal");

  /** A backup that copies the database holds it for moments only. */
  static final int BUSY_MILLIS = 5_000;

  /** What others wrote into the schema is not run; nothing is spilt into temporary files. */
  private static final List<String> CAUTION =
      List.of(
          "PRAGMA trusted_schema = OFF",
          "PRAGMA cell_size_check = ON",
          "PRAGMA temp_store = MEMORY");

  private final HeldFolder folder;
  private final Shape shape;

  SqliteFile(HeldFolder folder, Shape shape) {
    this.folder = folder;
    this.shape = shape;
  }

  /** What a new database begins with. */
  interface Beginning {
    void write(Rows rows) throws SQLException;
  }

  Path path() {
    return folder.path(NAME);
  }

  /**
   * A connection to a database with today's tables.
   *
   * <p>Its transactions begin with {@code setAutoCommit(false)}, with the right to write, and end
   * with {@code setAutoCommit(true)}: {@code commit()} would begin the next one at once, and an
   * idle store would keep all other writers out.
   */
  Connection open(Beginning beginning) throws SQLException {
    if (!folder.holds(NAME)) {
      make(beginning);
    }
    for (String each : BESIDE) {
      folder.holds(NAME + each);
    }
    Connection connection = connect(path());
    boolean opened = false;
    try {
      int version = check(connection);
      settle(connection);
      shape.schema.migrate(connection, version);
      opened = true;
      return connection;
    } finally {
      if (!opened) {
        connection.close();
      }
    }
  }

  private void make(Beginning beginning) throws SQLException {
    if (folder.holds(NAME + "-wal")) {
      throw new StoreFailure(
          StoreFailure.Kind.UNREADABLE,
          path()
              + " is gone, but what was written to it last is still beside it; put it back, or move"
              + " the whole folder away to begin a new store",
          null);
    }
    BESIDE.forEach(each -> folder.delete(UNFINISHED + each));
    folder.create(UNFINISHED);
    try (Connection connection = connect(folder.path(UNFINISHED))) {
      shape.schema.migrate(connection, 0);
      beginning.write(new Rows(connection));
    }
    folder.publish(UNFINISHED, NAME);
  }

  private Connection connect(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.resetOpenMode(SQLiteOpenMode.CREATE);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    config.setBusyTimeout(shape.busyMillis);
    Connection connection = config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
    boolean connected = false;
    try (Statement statement = connection.createStatement()) {
      for (String each : CAUTION) {
        statement.execute(each);
      }
      statement.execute("PRAGMA max_page_count = " + shape.pageLimit);
      connected = true;
      return connection;
    } finally {
      if (!connected) {
        connection.close();
      }
    }
  }

  /** The version of the tables of a sound database; before this, nothing is changed in it. */
  private int check(Connection connection) throws SQLException {
    if (!answer(connection, "PRAGMA quick_check(1)").equals("ok")) {
      throw damaged(null);
    }
    int version = Schema.versionOf(connection);
    if (version > shape.schema.version()) {
      throw new StoreFailure(
          StoreFailure.Kind.UNREADABLE,
          "%s is not opened: its schema %d was written by a newer version of this program, which knows %d;"
                  .formatted(path(), version, shape.schema.version())
              + " run that version, or open another folder",
          null);
    }
    return version;
  }

  /**
   * Makes durable all that is visible. What a killed process wrote into the log need not be on the
   * disk, and a sync that failed once may claim success when merely repeated: copying the log into
   * the database writes every page anew.
   */
  private void settle(Connection connection) throws SQLException {
    String mode = answer(connection, "PRAGMA journal_mode = WAL");
    if (!mode.equals("wal")) {
      throw new StoreFailure(
          StoreFailure.Kind.UNWRITABLE,
          "%s cannot have a write-ahead log on this file system (it answers %s): use another one"
              .formatted(path(), mode),
          null);
    }
    // A read: the first checkpoint after a change of mode is refused without one.
    Schema.versionOf(connection);
    String busy = answer(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
    if (!busy.equals("0")) {
      throw inUse(null);
    }
  }

  private static String answer(Connection connection, String pragma) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(pragma)) {
      return found.next() ? String.valueOf(found.getString(1)) : "nothing";
    }
  }

  /** What a failed statement means for the caller. The text of a statement is never part of it. */
  StoreFailure failure(String act, SQLException cause) {
    SQLiteErrorCode code =
        cause instanceof SQLiteException e ? e.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
    // The low byte names the kind of error, the next one its variety.
    return switch (code.code & 0xff) {
      case 5, 6 -> inUse(cause);
      case 1, 11, 26 -> damaged(cause);
      default ->
          new StoreFailure(
              isRead(code) ? StoreFailure.Kind.UNREADABLE : StoreFailure.Kind.UNWRITABLE,
              "%s %s failed (%s); what rests there is whole: make room or make the disk answer, then do it again"
                  .formatted(act, path(), code.name()),
              cause);
    };
  }

  private static boolean isRead(SQLiteErrorCode code) {
    return code == SQLiteErrorCode.SQLITE_IOERR_READ
        || code == SQLiteErrorCode.SQLITE_IOERR_SHORT_READ;
  }

  private StoreFailure inUse(@Nullable SQLException cause) {
    return new StoreFailure(
        StoreFailure.Kind.IN_USE,
        "%s is held by another program, and was for the %d ms it was waited for: end it (`fuser -v` names it), then do it again"
            .formatted(path(), shape.busyMillis),
        cause);
  }

  private StoreFailure damaged(@Nullable SQLException cause) {
    return new StoreFailure(
        StoreFailure.Kind.UNREADABLE,
        path()
            + " is no token store or was damaged; it was left as it is and nothing is written over"
            + " it: put a good copy there, or move the whole folder away to begin a new store and"
            + " log in again",
        cause);
  }

  /**
   * What the database looks like.
   *
   * @param schema its tables
   * @param pageLimit how many pages it may have
   * @param busyMillis how long a program that copies it is waited for
   */
  record Shape(Schema schema, int pageLimit, int busyMillis) {
    static final Shape CURRENT = new Shape(Schema.CURRENT, PAGE_LIMIT, BUSY_MILLIS);
  }
}
