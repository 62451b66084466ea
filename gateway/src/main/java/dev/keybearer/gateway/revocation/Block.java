package dev.keybearer.gateway.revocation;

import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.verification.Target;
import dev.keybearer.token.verification.TargetKey;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * So many entries of the log as one item of a store holds. Immutable.
 *
 * <pre>
 *   block   | KBRV | version 2 | index 8 | n 4 | n entries |
 *   entry   | key 16 | kind 1 | issued before 8 | until 8 | noted at 8 |
 * </pre>
 *
 * Numbers are big-endian, moments milliseconds since 1970, {@code issued before} the largest number
 * there is when every token is meant.
 *
 * @param index its place in the log, from 0
 * @param entries the first of them has the number {@code index * CAPACITY + 1}
 */
record Block(long index, List<Revocation> entries) {
  /**
   * An append writes 41 KiB at most, which one forced write hides, and two million entries are two
   * thousand items, of which a store of files has ten thousand.
   */
  static final int CAPACITY = 1_024;

  private static final int MAGIC = 0x4b425256;
  private static final short VERSION = 1;
  private static final int START = 18;
  private static final int ENTRY = 41;

  Block {
    entries = List.copyOf(entries);
  }

  static Block empty(long index) {
    return new Block(index, List.of());
  }

  /** The index of the block in which this number lies. */
  static long indexOf(long number) {
    return (number - 1) / CAPACITY;
  }

  /** The number of the last entry, or of the last before it when it is empty. */
  long last() {
    return index * CAPACITY + entries.size();
  }

  boolean isFull() {
    return entries.size() == CAPACITY;
  }

  /** How many more it takes. */
  int room() {
    return CAPACITY - entries.size();
  }

  Block with(List<Revocation> more) {
    List<Revocation> all = new ArrayList<>(entries);
    all.addAll(more);
    return new Block(index, all);
  }

  boolean hasEnded(Instant now) {
    return entries.stream().noneMatch(entry -> now.isBefore(entry.until()));
  }

  Secret write() {
    ByteBuffer into = ByteBuffer.allocate(START + ENTRY * entries.size());
    into.putInt(MAGIC).putShort(VERSION).putLong(index).putInt(entries.size());
    entries.forEach(entry -> write(entry, into));
    return Secret.of(into.array());
  }

  private static void write(Revocation entry, ByteBuffer into) {
    Instant before = entry.issuedBefore();
    into.putLong(entry.key().high()).putLong(entry.key().low()).put(entry.kind().code());
    into.putLong(before == null ? Slots.ANY_TIME : before.toEpochMilli());
    into.putLong(entry.until().toEpochMilli()).putLong(entry.notedAt().toEpochMilli());
  }

  /** The block that is written there, or null when it is none of this index. */
  static @Nullable Block read(long index, Secret value) {
    return read(index, ByteBuffer.wrap(value.use(byte[]::clone)));
  }

  private static @Nullable Block read(long index, ByteBuffer from) {
    if (from.remaining() < START
        || from.getInt() != MAGIC
        || from.getShort() != VERSION
        || from.getLong() != index) {
      return null;
    }
    int count = from.getInt();
    if (count < 1 || count > CAPACITY || from.remaining() != count * ENTRY) {
      return null;
    }
    List<Revocation> entries = new ArrayList<>(count);
    while (from.hasRemaining()) {
      Revocation entry = entry(from);
      if (entry == null) {
        return null;
      }
      entries.add(entry);
    }
    return new Block(index, entries);
  }

  private static @Nullable Revocation entry(ByteBuffer from) {
    TargetKey key = new TargetKey(from.getLong(), from.getLong());
    Target.Kind kind = Target.Kind.of(from.get());
    long before = from.getLong();
    Instant until = Instant.ofEpochMilli(from.getLong());
    Instant notedAt = Instant.ofEpochMilli(from.getLong());
    Instant issuedBefore = before == Slots.ANY_TIME ? null : Instant.ofEpochMilli(before);
    return kind == null ? null : new Revocation(key, kind, issuedBefore, until, notedAt);
  }
}
