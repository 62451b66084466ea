package dev.keybearer.store;

import dev.keybearer.token.Item;
import dev.keybearer.token.StoreFailure;
import dev.keybearer.token.TokenStore;
import dev.keybearer.token.file.Distrusted;
import dev.keybearer.token.file.HeldFolder;
import dev.keybearer.token.file.Sealer;
import dev.keybearer.token.file.SealingKeys;
import dev.keybearer.token.secret.Secret;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A store in a SQLite database in a directory of its own: one sealed row for each item, and the
 * marks that tell the last write from an older one put back.
 *
 * <p>Survives a power cut, a full disk and a killed process at any moment. An item that cannot be
 * trusted is put aside into the table {@code quarantine} and every use of its name fails until a
 * new one is committed or the name is forgotten; a damaged database is left as it is and is not
 * opened. A write that failed may be made again with the same call. Safe for use by many threads,
 * not by two processes at once.
 */
public final class SqliteTokenStore implements TokenStore {
  // Guards all below, and is held across the database's work on purpose: it has one writer.
  private final ReentrantLock lock = new ReentrantLock();
  private final HeldFolder folder;
  private final SqliteFile file;
  private final Opening opening;
  // Null after a failure: what is durable then is found out by opening the database again.
  private @Nullable SealedRows items;
  private long lastSerial;
  private boolean closed;

  private SqliteTokenStore(HeldFolder folder, SqliteFile file, Opening opening) {
    this.folder = folder;
    this.file = file;
    this.opening = opening;
  }

  /**
   * Opens or begins the store in the directory, whose parent exists.
   *
   * @throws StoreFailure of kind {@code IN_USE} when another process has it and does not let go
   *     within two seconds, {@code UNREADABLE} when others could reach into it, when the key is not
   *     the right one, or when the database was damaged, {@code UNWRITABLE} when the disk refuses
   */
  public static SqliteTokenStore open(Path directory, Secret key) {
    return open(directory, SealingKeys.of(key), HeldFolder.PATIENCE, Clock.systemUTC());
  }

  /** The same with older keys, another patience, and a clock to date announcements. */
  public static SqliteTokenStore open(
      Path directory, SealingKeys keys, Duration patience, InstantSource clock) {
    return open(
        HeldFolder.open(refuseMark(directory), patience), keys, clock, SqliteFile.Shape.CURRENT);
  }

  /** The driver takes what follows a question mark in a path for settings. */
  private static Path refuseMark(Path directory) {
    if (directory.toAbsolutePath().toString().contains("?")) {
      throw new IllegalArgumentException(
          directory + " has a question mark, which no path of a database may have");
    }
    return directory;
  }

  static SqliteTokenStore open(
      HeldFolder folder, SealingKeys keys, InstantSource clock, SqliteFile.Shape shape) {
    SqliteFile file = new SqliteFile(folder, shape);
    SqliteTokenStore store =
        new SqliteTokenStore(folder, file, new Opening(file.path(), keys, clock));
    boolean opened = false;
    try {
      store.inTurn("opening", rows -> true);
      opened = true;
      return store;
    } finally {
      if (!opened) {
        store.close();
      }
    }
  }

  @Override
  public Optional<Item> recover(String name) {
    return use("reading", name, rows -> Optional.ofNullable(rows.read(name)));
  }

  @Override
  public void prepare(String name, long generation) {
    use("announcing the use of an item in", name, rows -> announce(rows, name, generation));
  }

  private boolean announce(SealedRows rows, String name, long generation)
      throws SQLException, Distrusted {
    Item resting = rows.read(name);
    if (resting == null || resting.generation() != generation) {
      throw conflict("announced", name, generation, resting);
    }
    try (Secret value = resting.value()) {
      if (resting.prepared() != null) {
        return false;
      }
      rows.write(new Item(name, generation, value, opening.clock().instant()), resting);
      return true;
    }
  }

  @Override
  public void commit(Item item) {
    use("writing", item.name(), rows -> replace(rows, item));
  }

  private boolean replace(SealedRows rows, Item item) throws SQLException, Distrusted {
    Item resting = rows.readForCommit(item.name());
    if (resting != null && resting.generation() >= item.generation()) {
      if (isSame(resting, item)) {
        return false;
      }
      throw conflict("committed", item.name(), item.generation(), resting);
    }
    rows.write(Item.of(item.name(), item.generation(), item.value()), resting);
    return true;
  }

  private static boolean isSame(Item resting, Item item) {
    return resting.generation() == item.generation()
        && resting.prepared() == null
        && resting.value().matches(item.value());
  }

  @Override
  public void forget(String name) {
    use(
        "forgetting an item in",
        name,
        rows -> {
          rows.remove(name);
          return true;
        });
  }

  /**
   * Seals everything that rests under an older key under the current one, and tells how many items
   * that were. It can be cut off anywhere and started again; others use the store meanwhile. When
   * it returns, the older keys are needed no more.
   *
   * @throws StoreFailure after all others were sealed, when an item could not be trusted
   */
  public int reseal() {
    int sealed = 0;
    StoreFailure failed = null;
    List<String> names = inTurn("resealing", SealedRows::names);
    for (String name : names) {
      try {
        sealed += use("resealing", name, rows -> rows.reseal(name)) ? 1 : 0;
      } catch (StoreFailure e) {
        if (e.kind() != StoreFailure.Kind.UNREADABLE) {
          throw e;
        }
        failed = e;
      }
    }
    inTurn("resealing", SealedRows::resealHead);
    if (failed != null) {
      throw failed;
    }
    return sealed;
  }

  /** What is done with all items in one transaction. */
  private interface Step<T> {
    T run(SealedRows rows) throws SQLException;
  }

  /** What is done with one item. */
  private interface ItemStep<T> {
    T run(SealedRows rows) throws SQLException, Distrusted;
  }

  /** Does it, or puts the item aside when it is not trusted; either is durable. */
  private <T> T use(String act, String name, ItemStep<T> step) {
    Sealer.requireName(name);
    return inTurn(
            act,
            rows -> {
              try {
                return new Outcome<T>(step.run(rows), null);
              } catch (Distrusted e) {
                rows.putAside(name, e);
                return new Outcome<T>(null, quarantined(name, e));
              }
            })
        .get();
  }

  private <T> T inTurn(String act, Step<T> step) {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the token store in " + file.path() + " is closed");
      }
      return attempt(step);
    } catch (SQLException e) {
      throw file.failure(act, e);
    } finally {
      lock.unlock();
    }
  }

  private <T> T attempt(Step<T> step) throws SQLException {
    SealedRows rows = opened();
    try {
      rows.begin();
      T result = step.run(rows);
      rows.commit();
      return result;
    } catch (StoreFailure e) {
      takeBack(rows, e);
      throw e;
    } catch (SQLException | RuntimeException | Error e) {
      letGo(e);
      throw e;
    }
  }

  private void takeBack(SealedRows rows, StoreFailure because) {
    try {
      rows.rollback();
    } catch (SQLException e) {
      because.addSuppressed(e);
      letGo(because);
    }
  }

  private SealedRows opened() throws SQLException {
    if (items == null) {
      var connection = file.open(opening::begin);
      boolean loaded = false;
      try {
        items = opening.load(connection, lastSerial);
        loaded = true;
      } finally {
        if (!loaded) {
          connection.close();
        }
      }
    }
    return items;
  }

  /** Closes the database because of a failure: it is opened anew before anything else is done. */
  private void letGo(Throwable because) {
    SealedRows gone = items;
    items = null;
    if (gone == null) {
      return;
    }
    lastSerial = gone.lastSerial();
    try {
      gone.close();
    } catch (SQLException e) {
      because.addSuppressed(e);
    }
  }

  private StoreFailure conflict(String act, String name, long generation, @Nullable Item resting) {
    String found = resting == null ? "nothing" : "generation " + resting.generation();
    return new StoreFailure(
        StoreFailure.Kind.CONFLICT,
        "generation %d of %s in %s cannot be %s: %s rests there; recover it first"
            .formatted(generation, name, file.path(), act, found),
        null);
  }

  private StoreFailure quarantined(String name, Distrusted cause) {
    return StoreFailure.vacant(
        "the item %s in %s is not trusted: %s; it was put aside in the table quarantine; log in again, or put the item back that was written last"
            .formatted(name, file.path(), cause.reason().found()),
        cause);
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        closeDatabase();
      }
    } finally {
      lock.unlock();
    }
  }

  private void closeDatabase() {
    SealedRows open = items;
    items = null;
    try (folder) {
      if (open != null) {
        open.close();
      }
    } catch (SQLException e) {
      throw file.failure("closing", e);
    }
  }

  /**
   * What a step came to.
   *
   * @param result of a step that was done
   * @param failure of one that was not, to be thrown when what it did is durable
   */
  private record Outcome<T>(@Nullable T result, @Nullable StoreFailure failure) {
    T get() {
      if (failure != null) {
        throw failure;
      }
      return Objects.requireNonNull(result);
    }
  }
}
