package dev.keybearer.cli.config.shape;

import java.util.function.Function;

/**
 * What decides between the variants of a choice: a word found through a key.
 *
 * @param key the key
 * @param word the word that its value leads to
 * @param noun what the word is called, such as "grant"
 * @param local whether the word stands at the key itself, so that a schema can see it
 */
public record By<K, D>(Key<K> key, Function<K, D> word, String noun, boolean local) {
  static <D> By<D, D> key(Key<D> key) {
    return new By<>(key, Function.identity(), key.name(), true);
  }

  /** A word that is a trait of what the key refers to. */
  public static <K, D> By<K, D> trait(Key<K> key, Function<K, D> word, String noun) {
    return new By<>(key, word, noun, false);
  }

  String tell(String spoken) {
    return noun + " " + spoken;
  }
}
