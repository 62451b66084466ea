package dev.keybearer.token.file;

import dev.keybearer.token.StoreFailure;
import java.io.IOException;
import java.util.Map;
import java.util.SortedSet;
import java.util.UUID;

/** The file in which the marks rest, apart from the items that they judge. */
final class MarksFile {
  static final String NAME = "marks";

  private final Folder folder;
  private final SealingKeys keys;

  MarksFile(Folder folder, SealingKeys keys) {
    this.folder = folder;
    this.keys = keys;
  }

  /** Reads the marks of these files; without any file it may begin new ones. */
  Marks read(SortedSet<String> files) throws IOException {
    byte[] bytes = folder.read(NAME, Marks.FILE_LIMIT);
    if (bytes == null) {
      Marks begun = begin(files);
      if (files.isEmpty()) {
        return begun;
      }
      String what = folder.path(NAME) + " is gone; ";
      throw new StoreFailure(StoreFailure.Kind.UNREADABLE, what + remedy(files), null);
    }
    try {
      Marks marks = Marks.of(Envelope.unseal(bytes, keys));
      refuseMissingKeys(marks, files);
      return marks;
    } catch (Distrusted e) {
      throw refused(files, e);
    }
  }

  /** New marks, which no file that is already there fits. */
  private Marks begin(SortedSet<String> files) throws IOException {
    folder.forceParent();
    Marks begun = Marks.none(UUID.randomUUID(), keys.current().id());
    for (String file : files) {
      begun = begun.with(file, Marks.Mark.DISTRUST);
    }
    folder.publish(stage(begun));
    return begun;
  }

  /** A wrong key or a program rolled back must not cost the marks; anything else is put aside. */
  private StoreFailure refused(SortedSet<String> files, Distrusted cause) throws IOException {
    if (cause.reason() == Distrusted.Reason.FOREIGN) {
      return missingKey(NAME);
    }
    if (cause.reason() == Distrusted.Reason.NEWER) {
      return new StoreFailure(
          StoreFailure.Kind.UNREADABLE,
          "%s is not opened: %s; run that version, or open another directory"
              .formatted(folder.path(NAME), cause.reason().found()),
          cause);
    }
    return distrust(files, cause);
  }

  /** Puts the marks aside, so that the next start begins new ones which no item fits. */
  StoreFailure distrust(SortedSet<String> files, Distrusted cause) throws IOException {
    StoreFailure failure = folder.quarantined(NAME, cause, remedy(files));
    if (!folder.holds(NAME)) {
      begin(files);
    }
    return failure;
  }

  private static String remedy(SortedSet<String> files) {
    return "without it an old item cannot be told from a new one: put it back, or open the store"
        + " again and log in again for each of its %d items".formatted(files.size());
  }

  /** A key is not dropped while something rests under it. */
  private void refuseMissingKeys(Marks marks, SortedSet<String> files) {
    for (Map.Entry<String, Marks.Mark> each : marks.byFile().entrySet()) {
      Marks.Mark mark = each.getValue();
      if (!mark.isDistrust() && keys.find(mark.key()) == null && files.contains(each.getKey())) {
        throw missingKey(each.getKey());
      }
    }
  }

  private StoreFailure missingKey(String file) {
    return new StoreFailure(
        StoreFailure.Kind.UNREADABLE,
        folder.path(file)
            + " is sealed under a key that was not given, so the token store is not opened:"
            + " give that key, or give it as an older one until everything is resealed",
        null);
  }

  Folder.Staged stage(Marks marks) throws IOException {
    return folder.stage(NAME, marks.envelope().seal(keys));
  }
}
