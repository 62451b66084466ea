package dev.keybearer.gateway.record;

/**
 * The append-only record of entries. Safe for use by many threads, event loops among them:
 * appending neither waits nor throws.
 */
public interface Ledger extends AutoCloseable {
  /** Takes an entry along. */
  void append(Entry entry);

  /** How many entries were lost so far because they came too fast or could not be written. */
  long lost();

  /** Writes what is there, within a second, and takes nothing any more. May be called twice. */
  @Override
  void close();

  /** A ledger that keeps nothing. */
  static Ledger none() {
    return NoLedger.NONE;
  }

  /** A ledger that keeps nothing. */
  enum NoLedger implements Ledger {
    /** The only one. */
    NONE;

    @Override
    public void append(Entry entry) {}

    @Override
    public long lost() {
      return 0;
    }

    @Override
    public void close() {}
  }
}
