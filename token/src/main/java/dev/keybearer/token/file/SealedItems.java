package dev.keybearer.token.file;

import dev.keybearer.token.Item;
import dev.keybearer.token.StoreFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The items of a folder, sealed, each held against its mark.
 *
 * <p>A write takes six steps, and a cut behind any of them leaves the old item or the new one:
 *
 * <ol>
 *   <li>the item is written beside its place and forced;
 *   <li>so are the marks: a full disk is found out before anything has changed;
 *   <li>the item is moved into its place and
 *   <li>the folder forced: from here on the new item counts;
 *   <li>the marks are moved into their place and
 *   <li>the folder forced: from here on the old item would be found out.
 * </ol>
 *
 * A cut between 3 and 6 leaves one item above all marks, and {@link #load} finishes that write. The
 * other order would leave an item below its mark, which is what an old copy put back looks like.
 * Forgetting runs the other way round: first the mark says so, then the file goes, and {@code load}
 * removes a file that is still there. A failure in the middle of either is treated like a cut.
 *
 * <p>Not safe for use by several threads at once.
 */
final class SealedItems {
  private static final String LOG_IN_AGAIN =
      "log in again, or put the item back that was written last";

  private final Folder folder;
  private final SealingKeys keys;
  private final MarksFile marksFile;
  private Marks marks;
  // Of writes that failed too: a serial is never given to two different contents.
  private long lastSerial;
  // Set while the disk may hold something else than `marks` says.
  private boolean inDoubt;

  SealedItems(Folder folder, SealingKeys keys) throws IOException {
    this.folder = folder;
    this.keys = keys;
    this.marksFile = new MarksFile(folder, keys);
    this.marks = Marks.none(new UUID(0, 0), 0);
    load();
  }

  /** Looks at the disk again when a write stopped half way. */
  void settle() throws IOException {
    if (inDoubt) {
      load();
    }
  }

  private void load() throws IOException {
    // What a killed process left visible need not be durable yet, and nothing is built on it
    // before.
    folder.forceAnew();
    SortedSet<String> files = folder.sweep();
    marks = marksFile.read(files);
    finishWrite(files);
    finishForgetting();
    inDoubt = false;
  }

  /** Two items above all marks cannot be: then it is the marks that an older copy replaced. */
  private void finishWrite(SortedSet<String> files) throws IOException {
    List<Envelope.Label> above = new ArrayList<>();
    for (String file : files) {
      Envelope.Label label = genuineLabel(file);
      if (label != null && label.serial() > marks.high()) {
        above.add(label);
      }
    }
    if (above.size() > 1) {
      throw marksFile.distrust(files, new Distrusted(Distrusted.Reason.OUTDATED));
    }
    if (above.size() == 1) {
      Envelope.Label label = above.get(0);
      Marks.Mark mark = new Marks.Mark(false, label.serial(), label.key());
      Marks next = next(label.serial()).with(Slot.of(label.name()).file(), mark);
      folder.publish(marksFile.stage(next));
      marks = next;
    }
  }

  private Envelope.@Nullable Label genuineLabel(String file) {
    byte[] bytes = folder.read(file, Content.FILE_LIMIT);
    if (bytes == null) {
      return null;
    }
    try {
      Envelope envelope = genuine(file, bytes);
      Arrays.fill(envelope.content(), (byte) 0);
      return envelope.label();
    } catch (Distrusted e) {
      // Whoever asks for it is told; at the start it only matters that it finishes no write.
      return null;
    }
  }

  private void finishForgetting() throws IOException {
    for (Map.Entry<String, Marks.Mark> each : marks.byFile().entrySet()) {
      if (each.getValue().forgotten()) {
        folder.remove(each.getKey());
        marks = marks.without(each.getKey());
      }
    }
  }

  /** The item that rests in the slot, or null when none should; it is told when one should. */
  @Nullable Item read(Slot slot) {
    return read(slot.file());
  }

  private @Nullable Item read(String file) {
    byte[] bytes = folder.read(file, Content.FILE_LIMIT);
    if (bytes == null) {
      if (marks.of(file) == null) {
        return null;
      }
      throw StoreFailure.vacant(
          "%s is gone, but was not forgotten; look for it beside and in the quarantine, or log in"
              .formatted(folder.path(file)),
          null);
    }
    try {
      return Content.decode(current(file, bytes));
    } catch (Distrusted e) {
      throw folder.quarantined(file, e, LOG_IN_AGAIN);
    }
  }

  /** The envelope, when this store sealed it for this very place, at whatever time. */
  private Envelope genuine(String file, byte[] bytes) throws Distrusted {
    Envelope envelope = Envelope.unseal(bytes, keys);
    Envelope.Label label = envelope.label();
    if (!label.store().equals(marks.store())) {
      throw new Distrusted(Distrusted.Reason.STRANGE);
    }
    if (label.format() != Envelope.Format.ITEM || !Slot.of(label.name()).file().equals(file)) {
      throw new Distrusted(Distrusted.Reason.MISPLACED);
    }
    return envelope;
  }

  private Envelope current(String file, byte[] bytes) throws Distrusted {
    Envelope envelope = genuine(file, bytes);
    Marks.Mark mark = marks.of(file);
    if (mark == null) {
      throw new Distrusted(Distrusted.Reason.UNLISTED);
    }
    if (mark.serial() != envelope.label().serial()) {
      throw new Distrusted(Distrusted.Reason.OUTDATED);
    }
    return envelope;
  }

  /** Whether a file lies in the slot, whatever it holds. */
  boolean isTaken(Slot slot) throws IOException {
    return folder.holds(slot.file());
  }

  /** Replaces what rests under the item's name. */
  void write(Item item) throws IOException {
    Slot slot = Slot.of(item.name());
    refuseBeyondLimits(slot, item);
    long serial = nextSerial();
    long key = keys.current().id();
    Marks next = next(serial).with(slot.file(), new Marks.Mark(false, serial, key));
    Folder.Staged stagedItem =
        folder.stage(slot.file(), Sealer.of(keys, marks.store()).seal(item, serial));
    Folder.Staged stagedMarks = stageMarks(next, stagedItem);
    inDoubt = true;
    folder.publish(stagedItem);
    folder.publish(stagedMarks);
    marks = next;
    inDoubt = false;
  }

  private void refuseBeyondLimits(Slot slot, Item item) {
    String found = null;
    if (item.value().use(value -> value.length > Content.VALUE_LIMIT)) {
      found = "an item holds at most " + Content.VALUE_LIMIT + " bytes";
    } else if (marks.isFullFor(slot.file())) {
      found = "a folder holds at most " + Marks.LIMIT + " items; keep more of them in a database";
    } else if (marks.isKeyWornOut(keys.current().id())) {
      found = "its key has sealed as often as it may; open the store with a new one, and reseal";
    }
    if (found != null) {
      String message = "%s is not written: %s".formatted(folder.path(slot.file()), found);
      throw new StoreFailure(StoreFailure.Kind.UNWRITABLE, message, null);
    }
  }

  private Folder.Staged stageMarks(Marks next, Folder.Staged stagedItem) throws IOException {
    try {
      return marksFile.stage(next);
    } catch (IOException e) {
      folder.discard(stagedItem, e);
      throw e;
    }
  }

  private long nextSerial() {
    lastSerial = Math.max(lastSerial, marks.high()) + 1;
    return lastSerial;
  }

  private Marks next(long serial) {
    return marks.under(keys.current().id(), serial);
  }

  /** Removes what lies in the slot, trusted or not. */
  void remove(Slot slot) throws IOException {
    String file = slot.file();
    if (marks.of(file) == null && !folder.holds(file)) {
      return;
    }
    long serial = nextSerial();
    Marks next = next(serial).with(file, new Marks.Mark(true, serial, keys.current().id()));
    Folder.Staged staged = marksFile.stage(next);
    inDoubt = true;
    folder.publish(staged);
    folder.remove(file);
    marks = next.without(file);
    inDoubt = false;
  }

  /** The files of all items that should be there. */
  List<String> files() {
    return List.copyOf(marks.byFile().keySet());
  }

  /** Seals an item under the current key, and tells whether it was not. */
  boolean reseal(String file) throws IOException {
    Marks.Mark mark = marks.of(file);
    if (mark == null || mark.key() == keys.current().id() || !folder.holds(file)) {
      return false;
    }
    Item item = read(file);
    if (item == null) {
      return false;
    }
    write(item);
    item.value().close();
    return true;
  }

  /** Seals the marks under the current key, and tells whether they were not. */
  boolean resealMarks() throws IOException {
    if (marks.key() == keys.current().id()) {
      return false;
    }
    Marks next = next(nextSerial());
    Folder.Staged staged = marksFile.stage(next);
    inDoubt = true;
    folder.publish(staged);
    marks = next;
    inDoubt = false;
    return true;
  }
}
