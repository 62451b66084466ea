package dev.keybearer.token.file;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A disk that keeps no more than POSIX promises.
 *
 * <p>What was not forced may be lost in a power cut: each change of a directory on its own, and the
 * bytes of a file wholly or in part. A force that fails loses for good what it should have saved: a
 * second one claims success. Only a new file, or another change of the same directory, helps.
 */
final class FakeDisk implements Disk {
  static final Path STORE = Path.of("/store");

  private final Map<Path, Node> visible = new TreeMap<>();
  private final Map<Path, Node> durable = new TreeMap<>();
  private final List<Change> pending = new ArrayList<>();
  private final List<Change> dropped = new ArrayList<>();
  private List<Plan> plans = List.of();
  private int operations;
  private boolean dead;

  FakeDisk() {
    Node root = new Node(true);
    visible.put(Path.of("/"), root);
    durable.put(Path.of("/"), root);
  }

  /** From now on the power goes off before this operation, counted from 0. */
  FakeDisk cutBefore(int operation) {
    return plan(new Plan(operation, Mishap.POWER_CUT));
  }

  /** From now on this operation, counted from 0, fails once. */
  FakeDisk failAt(int operation, Mishap mishap) {
    return plan(new Plan(operation, mishap));
  }

  private FakeDisk plan(Plan... next) {
    plans = List.of(next);
    operations = 0;
    return this;
  }

  /** From now on one operation fails, and before a later one the power goes off. */
  FakeDisk failAtAndCutBefore(int failing, int cut) {
    return plan(new Plan(failing, Mishap.BROKEN), new Plan(cut, Mishap.POWER_CUT));
  }

  /** Whether every planned operation has come. */
  boolean isPast() {
    return plans.stream().allMatch(plan -> operations > plan.operation);
  }

  byte[] content(Path file) {
    return node(file).cached.clone();
  }

  /** Puts a file there, as somebody does who does not go through the store. */
  void put(Path file, byte[] bytes) {
    Node node = new Node(false);
    node.cached = bytes.clone();
    node.forced = node.cached;
    visible.put(file, node);
    durable.put(file, node);
  }

  /** Takes a file away, as somebody does who does not go through the store. */
  void take(Path file) {
    visible.remove(file);
    durable.remove(file);
  }

  /** The files in a directory. */
  List<Path> files(Path directory) {
    return visible.keySet().stream().filter(path -> directory.equals(path.getParent())).toList();
  }

  /** The disk as another process finds it after this one was killed. */
  FakeDisk afterKill() {
    FakeDisk copy = new FakeDisk();
    Map<Node, Node> copies = new HashMap<>();
    visible.forEach((path, node) -> copy.visible.put(path, node.copied(copies)));
    durable.forEach((path, node) -> copy.durable.put(path, node.copied(copies)));
    pending.forEach(change -> copy.pending.add(change.copied(copies)));
    dropped.forEach(change -> copy.dropped.add(change.copied(copies)));
    return copy;
  }

  /** Every disk that may be found after the power came back. */
  List<FakeDisk> afterPowerCut() {
    List<Change> open = new ArrayList<>(dropped);
    open.addAll(pending);
    List<FakeDisk> found = new ArrayList<>();
    for (int kept = 0; kept < 1 << open.size(); kept++) {
      Map<Path, Node> entries = new TreeMap<>(durable);
      for (int i = 0; i < open.size(); i++) {
        if ((kept & 1 << i) != 0) {
          open.get(i).applyTo(entries);
        }
      }
      entries.keySet().removeIf(path -> !isReachable(path, entries));
      boolean unforced = entries.values().stream().anyMatch(node -> !node.isForced());
      for (Fate fate : unforced ? Fate.values() : new Fate[] {Fate.KEPT}) {
        found.add(copy(entries, fate));
      }
    }
    return found;
  }

  private static boolean isReachable(Path path, Map<Path, Node> entries) {
    Path parent = path.getParent();
    return parent == null || (entries.containsKey(parent) && isReachable(parent, entries));
  }

  private static FakeDisk copy(Map<Path, Node> entries, Fate fate) {
    FakeDisk copy = new FakeDisk();
    entries.forEach(
        (path, node) -> {
          Node survivor = new Node(node.directory);
          survivor.cached = node.surviving(fate);
          survivor.forced = survivor.cached;
          copy.visible.put(path, survivor);
          copy.durable.put(path, survivor);
        });
    return copy;
  }

  /** Counts the operation and lets happen what is planned for it. */
  private boolean failsAfterwards() throws IOException {
    if (dead) {
      throw new PowerCut();
    }
    int operation = operations++;
    boolean fails = false;
    for (Plan plan : plans) {
      fails |= plan.operation == operation && happens(plan.mishap);
    }
    return fails;
  }

  private boolean happens(Mishap mishap) throws IOException {
    if (mishap == Mishap.FULL) {
      throw new IOException("No space left on device");
    }
    if (mishap == Mishap.POWER_CUT) {
      dead = true;
      throw new PowerCut();
    }
    return true;
  }

  private static void fail(boolean fails) throws IOException {
    if (fails) {
      throw new IOException("Input/output error");
    }
  }

  @Override
  public Look look(Path path) throws IOException {
    fail(failsAfterwards());
    Node node = visible.get(path);
    return node == null
        ? Look.NOTHING
        : new Look(node.directory ? Kind.DIRECTORY : Kind.FILE, false);
  }

  @Override
  public void makeDirectory(Path directory) throws IOException {
    boolean fails = failsAfterwards();
    change(new Change(null, directory, new Node(true)));
    fail(fails);
  }

  @Override
  public List<Path> list(Path directory) throws IOException {
    fail(failsAfterwards());
    return files(directory);
  }

  @Override
  public byte[] read(Path file, int limit) throws IOException {
    fail(failsAfterwards());
    byte[] cached = node(file).cached;
    return Arrays.copyOf(cached, Math.min(cached.length, limit));
  }

  private Node node(Path file) {
    Node node = visible.get(file);
    if (node == null) {
      throw new AssertionError("no " + file);
    }
    return node;
  }

  @Override
  public Draft create(Path file) throws IOException {
    boolean fails = failsAfterwards();
    if (visible.containsKey(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    if (!visible.containsKey(file.getParent())) {
      throw new FileNotFoundException(file.toString());
    }
    Node node = new Node(false);
    change(new Change(null, file, node));
    fail(fails);
    return new FakeDraft(node);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    boolean fails = failsAfterwards();
    Node node = visible.get(from);
    if (node == null) {
      throw new NoSuchFileException(from.toString());
    }
    change(new Change(from, to, node));
    fail(fails);
  }

  @Override
  public void delete(Path file) throws IOException {
    boolean fails = failsAfterwards();
    if (visible.containsKey(file)) {
      change(new Change(file, null, null));
    }
    fail(fails);
  }

  /** A change makes its directories dirty again, with all that a failed force had dropped. */
  private void change(Change change) {
    List<Change> again = dropped.stream().filter(change::sharesDirectoryWith).toList();
    dropped.removeAll(again);
    pending.addAll(again);
    pending.add(change);
    change.applyTo(visible);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    boolean fails = failsAfterwards();
    List<Change> forced = pending.stream().filter(change -> change.touches(directory)).toList();
    pending.removeAll(forced);
    if (fails) {
      dropped.addAll(forced);
    } else {
      forced.forEach(change -> change.applyTo(durable));
    }
    fail(fails);
  }

  @Override
  public Closeable lock(Path file) throws IOException {
    fail(failsAfterwards());
    return () -> {};
  }

  /** What may go wrong with an operation. */
  enum Mishap {
    POWER_CUT,
    /** It is refused and nothing of it is done. */
    FULL,
    /** It is done, but reported as failed; a force that fails forces nothing. */
    BROKEN
  }

  /** What becomes of bytes that were not forced. */
  private enum Fate {
    KEPT,
    TORN,
    LOST
  }

  /** The power went off; nothing in the code under test catches this. */
  static final class PowerCut extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private record Plan(int operation, Mishap mishap) {}

  /** One step of a directory, compared by identity. */
  private static final class Change {
    private final @Nullable Path removed;
    private final @Nullable Path put;
    private final @Nullable Node node;

    Change(@Nullable Path removed, @Nullable Path put, @Nullable Node node) {
      this.removed = removed;
      this.put = put;
      this.node = node;
    }

    void applyTo(Map<Path, Node> entries) {
      if (removed != null) {
        entries.remove(removed);
      }
      if (put != null && node != null) {
        entries.put(put, node);
      }
    }

    boolean touches(Path directory) {
      return (removed != null && directory.equals(removed.getParent()))
          || (put != null && directory.equals(put.getParent()));
    }

    boolean sharesDirectoryWith(Change other) {
      return (removed != null && removed.getParent() != null && other.touches(removed.getParent()))
          || (put != null && put.getParent() != null && other.touches(put.getParent()));
    }

    Change copied(Map<Node, Node> copies) {
      return new Change(removed, put, node == null ? null : node.copied(copies));
    }
  }

  private static final class Node {
    private final boolean directory;
    private byte[] cached = {};
    private byte[] forced = {};
    private boolean spoilt;

    Node(boolean directory) {
      this.directory = directory;
    }

    boolean isForced() {
      return Arrays.equals(cached, forced);
    }

    byte[] surviving(Fate fate) {
      return switch (fate) {
        case KEPT -> cached;
        case TORN -> isForced() ? cached : Arrays.copyOf(cached, cached.length / 2);
        case LOST -> forced;
      };
    }

    Node copied(Map<Node, Node> copies) {
      return copies.computeIfAbsent(
          this,
          original -> {
            Node copy = new Node(original.directory);
            copy.cached = original.cached;
            copy.forced = original.forced;
            copy.spoilt = original.spoilt;
            return copy;
          });
    }
  }

  private final class FakeDraft implements Draft {
    private final Node node;

    FakeDraft(Node node) {
      this.node = node;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
      boolean fails = failsAfterwards();
      node.cached = fails ? Arrays.copyOf(bytes, bytes.length / 2) : bytes.clone();
      fail(fails);
    }

    @Override
    public void force() throws IOException {
      boolean fails = failsAfterwards();
      node.spoilt |= fails;
      if (!node.spoilt) {
        node.forced = node.cached;
      }
      fail(fails);
    }

    @Override
    public void close() throws IOException {
      fail(failsAfterwards());
    }
  }
}
