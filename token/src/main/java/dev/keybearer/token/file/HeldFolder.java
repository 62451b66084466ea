package dev.keybearer.token.file;

import dev.keybearer.token.StoreFailure;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A directory that only its owner may enter, held by one store of one process until closed.
 *
 * <p>For stores that lay out their files themselves. Every method throws {@link StoreFailure}. Safe
 * for use by many threads.
 */
public final class HeldFolder implements AutoCloseable {
  /** As long as a process that is being replaced needs to let go. */
  public static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final long LOOK_AGAIN_MILLIS = 20;

  private final Disk disk;
  private final Folder folder;
  private final Path directory;
  private final Closeable hold;

  private HeldFolder(Place place, Folder folder, Closeable hold) {
    this.disk = place.disk();
    this.directory = place.directory();
    this.folder = folder;
    this.hold = hold;
  }

  /**
   * Makes the directory, whose parent exists, or makes sure that nobody else can enter it, and
   * holds it.
   *
   * @throws StoreFailure of kind {@code IN_USE} when another process has it and does not let go in
   *     time, {@code UNREADABLE} when others could reach into it, {@code UNWRITABLE} when the disk
   *     refuses
   */
  public static HeldFolder open(Path directory, Duration patience) {
    Place place = new Place(directory, new PosixDisk(), Clock.systemUTC());
    try {
      Folder folder = Folder.open(place);
      return new HeldFolder(place, folder, hold(folder, patience));
    } catch (IOException e) {
      throw FileTokenStore.unwritable("opening", directory, e);
    }
  }

  static Closeable hold(Folder folder, Duration patience) throws IOException {
    long began = System.nanoTime();
    while (true) {
      Closeable hold = folder.tryHold();
      if (hold != null) {
        return hold;
      }
      if (System.nanoTime() - began >= patience.toNanos() || !waited()) {
        throw new StoreFailure(
            StoreFailure.Kind.IN_USE,
            "%s is held by another process, and was for the %d ms it was waited for: end that process"
                    .formatted(folder.lockPath(), patience.toMillis())
                + " (`fuser -v` names it), or give this one a directory of its own",
            null);
      }
    }
  }

  private static boolean waited() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Where the file of that name is. */
  public Path path(String file) {
    return folder.path(file);
  }

  /**
   * Whether a file of that name is there.
   *
   * @throws StoreFailure of kind {@code UNREADABLE} when it is a link, no file, or open to others
   */
  public boolean holds(String file) {
    try {
      return folder.isPrivateFile(path(file));
    } catch (IOException e) {
      throw FileTokenStore.unwritable("looking at", path(file), e);
    }
  }

  /** Makes an empty file that only its owner may read, in the place of one that is there. */
  public void create(String file) {
    try {
      disk.delete(path(file));
      disk.create(path(file)).close();
    } catch (IOException e) {
      throw FileTokenStore.unwritable("making", path(file), e);
    }
  }

  /** Removes a file; nothing there is no failure. */
  public void delete(String file) {
    try {
      disk.delete(path(file));
    } catch (IOException e) {
      throw FileTokenStore.unwritable("removing", path(file), e);
    }
  }

  /** Gives a finished file its name, for good: a power cut leaves it under the one or the other. */
  public void publish(String file, String name) {
    try {
      disk.move(path(file), path(name));
      disk.forceDirectory(directory);
      folder.forceParent();
    } catch (IOException e) {
      throw FileTokenStore.unwritable("naming", path(name), e);
    }
  }

  /** Lets go of the directory; may be called twice. */
  @Override
  public void close() {
    try {
      hold.close();
    } catch (IOException e) {
      throw FileTokenStore.unwritable("letting go of", directory, e);
    }
  }
}
