package dev.keybearer.token.renewal;

import dev.keybearer.token.Item;
import dev.keybearer.token.StoreFailure;
import dev.keybearer.token.TokenStore;
import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.http.NotJson;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A store whose disk is full when a test says so, and that outlives the process under test. */
final class FailingStore implements TokenStore {
  private final TokenStore delegate;
  private volatile boolean commitsRefused;
  private volatile boolean announcementsRefused;
  private volatile boolean reading = true;
  private volatile int commits;
  private volatile @Nullable Item last;

  FailingStore(TokenStore delegate) {
    this.delegate = delegate;
  }

  void refuseCommits(boolean refused) {
    commitsRefused = refused;
  }

  void refuseAnnouncements(boolean refused) {
    announcementsRefused = refused;
  }

  void refuseReading() {
    reading = false;
  }

  int commits() {
    return commits;
  }

  /** Another process writes the same once more. */
  void writtenElsewhere() {
    Item item = committed();
    delegate.commit(Item.of(item.name(), item.generation() + 1, item.value()));
  }

  /** What was committed last, opened. */
  JsonObject lastCommitted() {
    try {
      return JsonObject.parse(committed().value().reveal().getBytes(StandardCharsets.UTF_8));
    } catch (NotJson e) {
      throw new AssertionError("what rests is not JSON", e);
    }
  }

  private Item committed() {
    Item item = last;
    if (item == null) {
      throw new AssertionError("nothing was committed");
    }
    return item;
  }

  @Override
  public Optional<Item> recover(String name) {
    if (!reading) {
      throw new StoreFailure(StoreFailure.Kind.UNREADABLE, "the disk does not answer", null);
    }
    return delegate.recover(name);
  }

  @Override
  public void prepare(String name, long generation) {
    if (announcementsRefused) {
      throw new StoreFailure(StoreFailure.Kind.UNWRITABLE, "no space left", null);
    }
    delegate.prepare(name, generation);
  }

  @Override
  public synchronized void commit(Item item) {
    if (commitsRefused) {
      throw new StoreFailure(StoreFailure.Kind.UNWRITABLE, "no space left", null);
    }
    delegate.commit(item);
    last = item;
    commits++;
  }

  @Override
  public void forget(String name) {
    delegate.forget(name);
  }

  @Override
  public void close() {}
}
