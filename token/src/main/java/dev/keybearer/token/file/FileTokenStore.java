package dev.keybearer.token.file;

import dev.keybearer.token.Item;
import dev.keybearer.token.StoreFailure;
import dev.keybearer.token.TokenStore;
import dev.keybearer.token.secret.Secret;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A store in a directory of its own: one sealed file for each item, and the marks that tell the
 * last write from an older one put back.
 *
 * <p>Survives a power cut, a full disk and a killed process at any moment. What cannot be trusted
 * is put aside into {@code quarantine} and every use of its name fails until a new item is
 * committed or the name is forgotten. A write that failed may be made again with the same call: it
 * starts over with a file of its own. Safe for use by many threads, not by two processes at once.
 */
public final class FileTokenStore implements TokenStore {
  // Guards all below, and is held across disk operations on purpose: the disk is what it guards.
  private final ReentrantLock lock = new ReentrantLock();
  private final Place place;
  private final SealedItems items;
  private final Closeable hold;
  private boolean closed;

  private FileTokenStore(Place place, SealedItems items, Closeable hold) {
    this.place = place;
    this.items = items;
    this.hold = hold;
  }

  /**
   * Opens or begins the store in the directory, whose parent exists.
   *
   * @throws StoreFailure of kind {@code IN_USE} when another process has it and does not let go
   *     within two seconds, {@code UNREADABLE} when others could reach into it, when the key is not
   *     the right one, or when its marks were lost, {@code UNWRITABLE} when the disk refuses
   */
  public static FileTokenStore open(Path directory, Secret key) {
    return open(directory, SealingKeys.of(key), HeldFolder.PATIENCE, Clock.systemUTC());
  }

  /** The same with older keys, another patience, and a clock to date announcements. */
  public static FileTokenStore open(
      Path directory, SealingKeys keys, Duration patience, InstantSource clock) {
    return open(new Place(directory, new PosixDisk(), clock), keys, patience);
  }

  static FileTokenStore open(Place place, SealingKeys keys, Duration patience) {
    try {
      Folder folder = Folder.open(place);
      Closeable hold = HeldFolder.hold(folder, patience);
      FileTokenStore opened = null;
      try {
        opened = new FileTokenStore(place, new SealedItems(folder, keys), hold);
        return opened;
      } finally {
        if (opened == null) {
          hold.close();
        }
      }
    } catch (IOException e) {
      throw unwritable("opening", place.directory(), e);
    }
  }

  @Override
  public Optional<Item> recover(String name) {
    Slot slot = Slot.of(name);
    return inTurn("reading", slot.file(), () -> Optional.ofNullable(items.read(slot)));
  }

  @Override
  public void prepare(String name, long generation) {
    Slot slot = Slot.of(name);
    inTurn("announcing the use of", slot.file(), () -> announce(slot, generation));
  }

  private boolean announce(Slot slot, long generation) throws IOException {
    Item resting = items.read(slot);
    if (resting == null || resting.generation() != generation) {
      throw conflict("announced", slot, generation, resting);
    }
    try (Secret value = resting.value()) {
      if (resting.prepared() != null) {
        return false;
      }
      items.write(new Item(slot.name(), generation, value, place.clock().instant()));
      return true;
    }
  }

  @Override
  public void commit(Item item) {
    Slot slot = Slot.of(item.name());
    inTurn("writing", slot.file(), () -> replace(slot, item));
  }

  private boolean replace(Slot slot, Item item) throws IOException {
    // Nothing there, though something should be, is what a new login finds after a quarantine.
    Item resting = items.isTaken(slot) ? items.read(slot) : null;
    if (resting != null && resting.generation() >= item.generation()) {
      if (isSame(resting, item)) {
        return false;
      }
      throw conflict("committed", slot, item.generation(), resting);
    }
    items.write(Item.of(item.name(), item.generation(), item.value()));
    return true;
  }

  private static boolean isSame(Item resting, Item item) {
    return resting.generation() == item.generation()
        && resting.prepared() == null
        && resting.value().matches(item.value());
  }

  @Override
  public void forget(String name) {
    Slot slot = Slot.of(name);
    inTurn(
        "forgetting",
        slot.file(),
        () -> {
          items.remove(slot);
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
    List<String> files = inTurn("resealing", MarksFile.NAME, items::files);
    for (String file : files) {
      try {
        sealed += inTurn("resealing", file, () -> items.reseal(file)) ? 1 : 0;
      } catch (StoreFailure e) {
        if (e.kind() != StoreFailure.Kind.UNREADABLE) {
          throw e;
        }
        failed = e;
      }
    }
    inTurn("resealing", MarksFile.NAME, () -> items.resealMarks());
    if (failed != null) {
      throw failed;
    }
    return sealed;
  }

  /** What is done with the disk. */
  private interface Step<T> {
    T run() throws IOException;
  }

  private <T> T inTurn(String act, String file, Step<T> step) {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the token store " + place.directory() + " is closed");
      }
      items.settle();
      return step.run();
    } catch (IOException e) {
      throw unwritable(act, place.directory().resolve(file), e);
    } finally {
      lock.unlock();
    }
  }

  private StoreFailure conflict(String act, Slot slot, long generation, @Nullable Item resting) {
    String found = resting == null ? "nothing" : "generation " + resting.generation();
    return new StoreFailure(
        StoreFailure.Kind.CONFLICT,
        "generation %d of %s cannot be %s: %s rests there; recover it first"
            .formatted(generation, place.directory().resolve(slot.file()), act, found),
        null);
  }

  static StoreFailure unwritable(String act, Path path, IOException cause) {
    return new StoreFailure(
        StoreFailure.Kind.UNWRITABLE,
        "%s %s failed (%s); what rests there is whole: make room or make the disk writable, then do it again"
            .formatted(act, path, Folder.reason(cause)),
        cause);
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        hold.close();
      }
    } catch (IOException e) {
      throw unwritable("letting go of", place.directory(), e);
    } finally {
      lock.unlock();
    }
  }
}
