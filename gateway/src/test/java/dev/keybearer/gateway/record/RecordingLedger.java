package dev.keybearer.gateway.record;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps entries for a test to look at. */
final class RecordingLedger implements Ledger {
  private final List<Entry> entries = new CopyOnWriteArrayList<>();

  @Override
  public void append(Entry entry) {
    entries.add(entry);
  }

  @Override
  public long lost() {
    return 0;
  }

  List<Entry> all() {
    return List.copyOf(entries);
  }

  /** The entries since they were looked at last. */
  List<Entry> next() {
    List<Entry> next = all();
    entries.clear();
    return next;
  }

  @Override
  public void close() {}
}
