package dev.keybearer.gateway.place;

import dev.keybearer.gateway.peer.Address;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A database as it was when it was read (MaxMind DB, version 2.0). Immutable.
 *
 * <pre>
 *   tree                        16 zeros   data        AB CD EF "MaxMind.com"   metadata
 *   node 0 │ node 1 │ …                    records                              a map
 *
 *   node: left, right, of 24, 28 or 32 bits each    28: LLLLLL lr RRRRRR, the highest four bits of each in the middle
 *   where each bit of an address leads: another node; the number of nodes: nowhere; beyond: that + 16 + a place in the data
 * </pre>
 */
final class Edition {
  private static final byte[] MARK = {
    (byte) 0xab, (byte) 0xcd, (byte) 0xef, 'M', 'a', 'x', 'M', 'i', 'n', 'd', '.', 'c', 'o', 'm'
  };

  /** Metadata stands within this many octets of the end. */
  private static final int LONGEST_METADATA = 128 * 1024;

  private static final int ZEROS = 16;
  private static final int BITS = 128;
  private static final int V4_BITS = 32;
  private static final long V4_MASK = 0xffff_ffffL;

  private final MemorySegment tree;
  private final MemorySegment data;
  private final Metadata metadata;

  private Edition(MemorySegment tree, MemorySegment data, Metadata metadata) {
    this.tree = tree;
    this.data = data;
    this.metadata = metadata;
  }

  /** Takes a file for a database. */
  static Edition of(MemorySegment file) throws BadDatabase {
    long mark = lastMark(file);
    Metadata metadata = Metadata.read(file.asSlice(mark + MARK.length));
    long treeSize = metadata.nodes * metadata.nodeSize();
    if (treeSize + ZEROS > mark) {
      throw new BadDatabase("its tree is larger than the file");
    }
    long dataStart = treeSize + ZEROS;
    return new Edition(
        file.asSlice(0, treeSize), file.asSlice(dataStart, mark - dataStart), metadata);
  }

  /** What is known of an address. */
  Place find(Address address) throws BadDatabase {
    long record = record(address);
    if (record < 0) {
      return Place.UNKNOWN;
    }
    String country = text(record, "country", "iso_code");
    String city = text(record, "city", "names", "en");
    return country == null && city == null ? Place.UNKNOWN : new Place(country, city);
  }

  /** What it is and from when, for people. */
  @Override
  public String toString() {
    Instant built = metadata.built();
    return metadata.kind + (built == null ? "" : " of " + built);
  }

  private @Nullable String text(long record, String... keys) throws BadDatabase {
    Walk walk = Walk.from(data, record);
    return walk.enter(keys) ? walk.text() : null;
  }

  /** Where in the data the record of an address begins, or -1 when there is none. */
  private long record(Address address) throws BadDatabase {
    boolean v4 = address.isV4();
    if (metadata.v4Only && !v4) {
      return -1;
    }
    long low = v4 ? address.low() & V4_MASK : address.low(); // ::a.b.c.d in a tree of both
    long node = 0;
    for (int bit = metadata.v4Only ? BITS - V4_BITS : 0; bit < BITS; bit++) {
      if (node >= metadata.nodes) {
        break;
      }
      long half = bit < Long.SIZE ? address.high() : low;
      node = follow(node, half << (bit % Long.SIZE) < 0);
    }
    if (node < metadata.nodes) {
      throw new BadDatabase("its tree is deeper than an address");
    }
    return node == metadata.nodes ? -1 : inData(node - metadata.nodes - ZEROS);
  }

  private long inData(long at) throws BadDatabase {
    if (at < 0 || at >= data.byteSize()) {
      throw new BadDatabase("its tree leads out of its data");
    }
    return at;
  }

  private long follow(long node, boolean right) {
    long at = node * metadata.nodeSize();
    return switch (metadata.recordSize) {
      case 24 -> bits(right ? at + 3 : at, 3);
      case 32 -> bits(right ? at + 4 : at, 4);
      default -> {
        long middle = bits(at + 3, 1);
        yield right ? (middle & 0xf) << 24 | bits(at + 4, 3) : (middle >> 4) << 24 | bits(at, 3);
      }
    };
  }

  private long bits(long at, int octets) {
    long bits = 0;
    for (int i = 0; i < octets; i++) {
      bits = (bits << 8) | Byte.toUnsignedInt(tree.get(ValueLayout.JAVA_BYTE, at + i));
    }
    return bits;
  }

  private static long lastMark(MemorySegment file) throws BadDatabase {
    MemorySegment mark = MemorySegment.ofArray(MARK);
    long last = file.byteSize() - MARK.length;
    for (long at = last; at >= Math.max(0, last - LONGEST_METADATA); at--) {
      if (file.asSlice(at, MARK.length).mismatch(mark) < 0) {
        return at;
      }
    }
    throw new BadDatabase("it has no metadata; perhaps it is not written to its end");
  }

  /** What a database says of itself. */
  private record Metadata(String kind, long nodes, int recordSize, boolean v4Only, long epoch) {
    private static final long MOST_NODES = 0xffff_ffffL;

    static Metadata read(MemorySegment section) throws BadDatabase {
      if (number(section, "binary_format_major_version") != 2) {
        throw new BadDatabase("it is not of version 2 of its format");
      }
      long nodes = number(section, "node_count");
      long size = number(section, "record_size");
      long version = number(section, "ip_version");
      boolean sound = nodes > 0 && nodes <= MOST_NODES && (version == 4 || version == 6);
      if (!sound || (size != 24 && size != 28 && size != 32)) {
        throw new BadDatabase("its metadata make no sense");
      }
      Walk kind = Walk.from(section, 0);
      String text = kind.enter("database_type") ? kind.text() : null;
      return new Metadata(
          text == null ? "a database" : text,
          nodes,
          (int) size,
          version == 4,
          number(section, "build_epoch"));
    }

    private static long number(MemorySegment section, String key) throws BadDatabase {
      Walk walk = Walk.from(section, 0);
      return walk.enter(key) ? walk.number() : -1;
    }

    int nodeSize() {
      return recordSize / 4; // two records, eight bits an octet
    }

    @Nullable Instant built() {
      return epoch < 0 || epoch > Instant.MAX.getEpochSecond()
          ? null
          : Instant.ofEpochSecond(epoch);
    }
  }
}
