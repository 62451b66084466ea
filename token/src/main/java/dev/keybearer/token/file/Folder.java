package dev.keybearer.token.file;

import dev.keybearer.token.StoreFailure;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The directory of a store: files that only its owner may read, replaced whole or not at all. */
final class Folder {
  private static final String LOCK = "lock";
  private static final String QUARANTINE = "quarantine";
  private static final String UNFINISHED = ".tmp";

  /** More files put aside for one reason within one millisecond are not believed. */
  private static final int NAMESAKES = 1000;

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Place place;
  private final Disk disk;
  private final Path directory;

  private Folder(Place place) {
    this.place = place;
    this.disk = place.disk();
    this.directory = place.directory();
  }

  /** Makes the directory, or makes sure that nobody else can enter it. */
  static Folder open(Place place) throws IOException {
    Folder folder = new Folder(place);
    folder.ensureDirectory(place.directory());
    return folder;
  }

  private void ensureDirectory(Path wanted) throws IOException {
    Disk.Look found = disk.look(wanted);
    if (found.kind() == Disk.Kind.NOTHING) {
      makeDirectory(wanted);
      return;
    }
    if (found.kind() != Disk.Kind.DIRECTORY) {
      throw refused(wanted, "is no directory of its own", "remove it or name another one");
    }
    if (found.shared()) {
      throw refused(wanted, "is open to others", "run `chmod 700 " + wanted + "`");
    }
  }

  private void makeDirectory(Path wanted) throws IOException {
    try {
      disk.makeDirectory(wanted);
    } catch (NoSuchFileException e) {
      throw new IOException("the directory above it does not exist: make that first", e);
    }
  }

  /** Holds the folder against other processes; null when one of them has it. */
  @Nullable Closeable tryHold() throws IOException {
    isPrivateFile(path(LOCK));
    return disk.lock(path(LOCK));
  }

  Path path(String file) {
    return directory.resolve(file);
  }

  Path lockPath() {
    return path(LOCK);
  }

  /** A directory that a power cut takes away takes all files with it. */
  void forceParent() throws IOException {
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null) {
      disk.forceDirectory(parent);
    }
  }

  /**
   * Makes durable all that is visible. A force that failed once may claim success when it is merely
   * repeated; a new entry makes the directory dirty again.
   */
  void forceAnew() throws IOException {
    Path probe = path("probe" + UNFINISHED);
    disk.delete(probe);
    disk.create(probe).close();
    disk.forceDirectory(directory);
  }

  /** Removes what unfinished writes left behind and names the files of items. */
  SortedSet<String> sweep() throws IOException {
    SortedSet<String> items = new TreeSet<>();
    for (Path each : disk.list(directory)) {
      String file = String.valueOf(each.getFileName());
      if (file.endsWith(UNFINISHED)) {
        disk.delete(each);
      }
      if (file.endsWith(Slot.SUFFIX)) {
        items.add(file);
      }
    }
    return items;
  }

  boolean holds(String file) throws IOException {
    return disk.look(path(file)).kind() != Disk.Kind.NOTHING;
  }

  /** The bytes of a file, or null when there is none; one that others can reach is refused. */
  byte @Nullable [] read(String file, int limit) {
    Path path = path(file);
    try {
      return isPrivateFile(path) ? disk.read(path, limit + 1) : null;
    } catch (IOException e) {
      throw new StoreFailure(
          StoreFailure.Kind.UNREADABLE,
          "reading %s failed (%s); it was left as it is: read it again once the disk answers"
              .formatted(path, reason(e)),
          e);
    }
  }

  /** Whether a file is there; anything else, or a file open to others, is refused. */
  boolean isPrivateFile(Path path) throws IOException {
    Disk.Look found = disk.look(path);
    if (found.kind() == Disk.Kind.NOTHING) {
      return false;
    }
    if (found.kind() != Disk.Kind.FILE) {
      throw refused(path, "is no plain file", "remove it, or put the file itself there");
    }
    if (found.shared()) {
      throw refused(path, "is open to others", "run `chmod 600 " + path + "`");
    }
    return true;
  }

  /** Writes a new file beside the one it is to replace. What rests there is not touched. */
  Staged stage(String file, byte[] bytes) throws IOException {
    Staged staged = new Staged(path(file + UNFINISHED), path(file));
    disk.delete(staged.unfinished);
    try (Disk.Draft draft = disk.create(staged.unfinished)) {
      draft.write(bytes);
      draft.force();
      return staged;
    } catch (IOException e) {
      // The handle is closed and never forced again: the pages that failed count as clean by now.
      discard(staged, e);
      throw e;
    }
  }

  /** Takes back a staged file because of a failure; what stays is swept later. */
  void discard(Staged staged, IOException because) {
    try {
      disk.delete(staged.unfinished);
    } catch (IOException e) {
      because.addSuppressed(e);
    }
  }

  /** Puts a staged file into its place, for good. */
  void publish(Staged staged) throws IOException {
    disk.move(staged.unfinished, staged.target);
    disk.forceDirectory(directory);
  }

  /** Removes a file for good: marks that know nothing of it may follow. */
  void remove(String file) throws IOException {
    disk.delete(path(file));
    disk.forceDirectory(directory);
  }

  /** Puts a file aside where nothing overwrites it, and says so in the failure to throw. */
  StoreFailure quarantined(String file, Distrusted cause, String remedy) {
    String what = "%s is not trusted: %s; ".formatted(path(file), cause.reason().found());
    try {
      Path aside = putAside(file, cause.reason());
      return StoreFailure.vacant(what + "it was put aside as " + aside + "; " + remedy, cause);
    } catch (IOException e) {
      cause.addSuppressed(e);
      return new StoreFailure(
          StoreFailure.Kind.UNREADABLE,
          what + "it could not be put aside (" + reason(e) + ") and nothing will overwrite it",
          cause);
    }
  }

  private Path putAside(String file, Distrusted.Reason reason) throws IOException {
    Path quarantine = path(QUARANTINE);
    ensureDirectory(quarantine);
    // A file moved into a directory that a power cut takes away would be lost with it.
    disk.forceDirectory(directory);
    Path aside = unused(quarantine, STAMP.format(place.clock().instant()), reason.slug(), file);
    disk.move(path(file), aside);
    disk.forceDirectory(quarantine);
    disk.forceDirectory(directory);
    return aside;
  }

  private Path unused(Path quarantine, String stamp, String reason, String file)
      throws IOException {
    for (int i = 1; i <= NAMESAKES; i++) {
      String number = i == 1 ? "" : "-" + i;
      Path wanted = quarantine.resolve(stamp + number + "-" + reason + "-" + file);
      if (disk.look(wanted).kind() == Disk.Kind.NOTHING) {
        return wanted;
      }
    }
    throw new IOException("too many files were put aside at once");
  }

  private static StoreFailure refused(Path path, String found, String remedy) {
    return new StoreFailure(
        StoreFailure.Kind.UNREADABLE,
        "%s %s, so the token store does not use it: %s".formatted(path, found, remedy),
        null);
  }

  /** Why the system refused, without the path that the message names already. */
  static String reason(IOException e) {
    String said = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return said == null ? e.getClass().getSimpleName() : said;
  }

  /**
   * A file that is written and forced, but not in its place yet.
   *
   * @param unfinished where it is
   * @param target where it goes
   */
  record Staged(Path unfinished, Path target) {}
}
