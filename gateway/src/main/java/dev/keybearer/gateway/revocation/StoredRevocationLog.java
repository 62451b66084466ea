package dev.keybearer.gateway.revocation;

import dev.keybearer.gateway.revocation.RevocationFailure.Kind;
import dev.keybearer.token.Item;
import dev.keybearer.token.StoreFailure;
import dev.keybearer.token.TokenStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A log in the store in which tokens rest, for one process. Safe for use by many threads.
 *
 * <p>An append replaces the newest block as a whole. Before a block is begun the head names it, and
 * before blocks are removed the head names them no longer: a process that ends between any two
 * writes leaves a log that can be read, with everything in it that an append returned for. After a
 * write whose end is not known, what rests is read again before the next.
 */
public final class StoredRevocationLog implements RevocationLog {
  /** The names of credentials have no slash, so that theirs are others. */
  static final String NAME = "keybearer/revocations";

  /** Twice what the list holds, since one target may be ended more than once. */
  static final int MOST_BLOCKS = 4_096;

  /** As many blocks as are read in less than a second. */
  private static final int BATCH = 64;

  private final TokenStore store;
  private final int mostBlocks;
  // Guarded by this, which is held across writes on purpose: the log is what it guards.
  private @Nullable Head head;
  private long headGeneration;
  private Block newest = Block.empty(0);
  private long newestGeneration;
  private boolean doubtful;

  private StoredRevocationLog(TokenStore store, int mostBlocks) {
    this.store = store;
    this.mostBlocks = mostBlocks;
  }

  /**
   * The log that rests in the store, or a new one.
   *
   * @throws RevocationFailure of kind {@code UNREADABLE} when what rests cannot be trusted
   */
  public static StoredRevocationLog open(TokenStore store) {
    return open(store, MOST_BLOCKS);
  }

  static StoredRevocationLog open(TokenStore store, int mostBlocks) {
    StoredRevocationLog log = new StoredRevocationLog(store, mostBlocks);
    log.load();
    log.forgetReleased();
    return log;
  }

  private synchronized void load() {
    Item item = recover(NAME);
    Head found = item == null ? null : Head.read(item.value());
    if (item != null && found == null) {
      throw unreadable(NAME, "it is no head that this version writes", null);
    }
    Head known = found == null ? Head.START : found;
    Item block = recover(name(known.last()));
    head = found;
    headGeneration = item == null ? 0 : item.generation();
    newest = block == null ? Block.empty(known.last()) : block(known.last(), block);
    newestGeneration = block == null ? 0 : block.generation();
    doubtful = false;
  }

  private void forgetReleased() {
    boolean more = true;
    while (more) {
      more = forgetOldest();
    }
  }

  /** Forgets one block that was released; whether there was one. */
  private synchronized boolean forgetOldest() {
    if (head == null || !head.hasReleased()) {
      return false;
    }
    String name = name(head.oldest());
    try {
      store.forget(name);
    } catch (StoreFailure e) {
      throw unwritable(name, e);
    }
    head = head.withoutOldest();
    return true;
  }

  @Override
  public synchronized long append(List<Revocation> revocations) {
    settle();
    int written = 0;
    while (written < revocations.size()) {
      if (head == null) {
        write(Head.START);
      } else if (newest.isFull()) {
        grow(head);
      }
      int upTo = Math.min(revocations.size(), written + newest.room());
      write(newest.with(revocations.subList(written, upTo)));
      written = upTo;
    }
    return newest.last();
  }

  private void grow(Head from) {
    if (from.size() >= mostBlocks) {
      throw new RevocationFailure(
          Kind.FULL,
          "the log of early ends has %,d entries, and room for no more until the first have ended"
              .formatted(from.size() * Block.CAPACITY),
          null);
    }
    write(from.grown());
    newest = Block.empty(from.last() + 1);
    newestGeneration = 0;
  }

  @Override
  public void read(long from, Reader reader) {
    long index = Block.indexOf(Math.max(1, from));
    Block block = blockFrom(index);
    while (block != null) {
      long number = block.index() * Block.CAPACITY;
      for (Revocation entry : block.entries()) {
        number++;
        if (number >= from) {
          reader.take(number, entry);
        }
      }
      block = blockFrom(block.index() + 1);
    }
  }

  /** The block of this index, or the first after it that was not released; null after the last. */
  private synchronized @Nullable Block blockFrom(long index) {
    settle();
    if (head == null || index > head.last()) {
      return null;
    }
    long found = Math.max(index, head.first());
    return found == head.last() ? newest : full(found);
  }

  private Block full(long index) {
    Item item = recover(name(index));
    if (item == null) {
      throw unreadable(name(index), "it is missing", null);
    }
    Block block = block(index, item);
    if (!block.isFull()) {
      throw unreadable(name(index), "entries are missing in it", null);
    }
    return block;
  }

  /** In batches, between which appends come to their turn. */
  @Override
  public long release(Instant now) {
    long released = 0;
    long batch = releaseBatch(now);
    while (batch > 0) {
      forgetReleased();
      released += batch * Block.CAPACITY;
      batch = releaseBatch(now);
    }
    return released;
  }

  private synchronized long releaseBatch(Instant now) {
    settle();
    if (head == null) {
      return 0;
    }
    long before = head.first();
    long end = Math.min(head.last(), before + BATCH);
    long first = before;
    while (first < end && full(first).hasEnded(now)) {
      first++;
    }
    if (first > before) {
      write(head.from(first));
    }
    return first - before;
  }

  private void settle() {
    if (doubtful) {
      load();
    }
  }

  private void write(Head next) {
    commit(Item.of(NAME, headGeneration + 1, next.write()));
    head = next;
    headGeneration++;
  }

  private void write(Block next) {
    commit(Item.of(name(next.index()), newestGeneration + 1, next.write()));
    newest = next;
    newestGeneration++;
  }

  private void commit(Item item) {
    doubtful = true;
    try {
      store.commit(item);
    } catch (StoreFailure e) {
      throw unwritable(item.name(), e);
    }
    doubtful = false;
  }

  private @Nullable Item recover(String name) {
    try {
      Optional<Item> found = store.recover(name);
      return found.orElse(null);
    } catch (StoreFailure e) {
      throw unreadable(name, String.valueOf(e.getMessage()), e);
    }
  }

  private static Block block(long index, Item item) {
    Block block = Block.read(index, item.value());
    if (block == null) {
      throw unreadable(name(index), "it is no block that this version writes", null);
    }
    return block;
  }

  private static String name(long index) {
    return NAME + "/" + index;
  }

  private static RevocationFailure unwritable(String name, StoreFailure cause) {
    return new RevocationFailure(
        Kind.UNWRITABLE, "writing %s failed: %s".formatted(name, cause.getMessage()), cause);
  }

  private static RevocationFailure unreadable(
      String name, String found, @Nullable Throwable cause) {
    return new RevocationFailure(
        Kind.UNREADABLE,
        "%s cannot be read (%s), and tokens that were ended early would be accepted again: put the store back from a copy, or begin with an empty store once every token that was ended has ended by itself"
            .formatted(name, found),
        cause);
  }
}
