package dev.keybearer.gateway.revocation;

import dev.keybearer.token.Item;
import dev.keybearer.token.StoreFailure;
import dev.keybearer.token.TokenStore;
import java.util.Optional;

/** A store whose process ends, or whose disk fails, at a write that a test names. */
final class DyingStore implements TokenStore {
  private final TokenStore rests;
  private int writes;
  private int fatal = Integer.MAX_VALUE;
  private int last = Integer.MAX_VALUE;
  private boolean landing;

  DyingStore(TokenStore rests) {
    this.rests = rests;
  }

  /** Every write from this one on, counted from 1, ends the process before it does anything. */
  void dieAt(int write) {
    fatal = write;
    last = Integer.MAX_VALUE;
    landing = false;
  }

  /** One write fails; it may have landed all the same. */
  void failAt(int write, boolean landed) {
    fatal = write;
    last = write;
    landing = landed;
  }

  int writes() {
    return writes;
  }

  @Override
  public Optional<Item> recover(String name) {
    return rests.recover(name);
  }

  @Override
  public void prepare(String name, long generation) {
    throw new AssertionError("nothing is announced here");
  }

  @Override
  public void commit(Item item) {
    write(() -> rests.commit(item));
  }

  @Override
  public void forget(String name) {
    write(() -> rests.forget(name));
  }

  private void write(Runnable write) {
    writes++;
    boolean fails = writes >= fatal && writes <= last;
    if (!fails || landing) {
      write.run();
    }
    if (fails) {
      throw new StoreFailure(StoreFailure.Kind.UNWRITABLE, "no space left", null);
    }
  }

  @Override
  public void close() {}
}
