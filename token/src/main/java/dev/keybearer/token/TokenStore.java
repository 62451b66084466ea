package dev.keybearer.token;

import java.util.Optional;

/**
 * Where tokens rest between runs, and where the use of a refresh token is announced before it
 * happens.
 *
 * <p>The order is always {@code recover} · {@code prepare} · <i>ask the issuer</i> · {@code
 * commit}. Whoever finds an item that is still prepared knows that its refresh token may have been
 * used and that the answer was lost. Every method returns only when what it did would survive a
 * power cut; every method throws {@link StoreFailure}. Safe for use by many threads.
 */
public interface TokenStore extends AutoCloseable {
  /** What rests under the name, or empty when nothing ever did or it was forgotten. */
  Optional<Item> recover(String name);

  /**
   * Announces that the resting item of this generation is about to be used up. Announcing it again
   * is allowed and keeps the first time.
   *
   * @throws StoreFailure of kind {@code CONFLICT} when another generation rests there
   */
  void prepare(String name, long generation);

  /**
   * Puts an item in the place of the one that rests there, and with it takes back any announcement.
   * Committing the very item that rests there changes nothing, so that a commit whose end is not
   * known can be made again.
   *
   * @throws StoreFailure of kind {@code CONFLICT} when the resting generation is not lower
   */
  void commit(Item item);

  /** Removes what rests under the name; forgetting nothing is no failure. */
  void forget(String name);

  /** Releases what the store holds; may be called twice. */
  @Override
  void close();
}
