package dev.keybearer.cli.config.shape;

import java.util.function.Function;

/**
 * What decides between the variants of a choice: a word that a key leads to.
 *
 * @param <K> what stands at the key
 * @param <D> the word
 */
public final class By<K, D> {
  private final Key<K> key;
  private final Function<K, D> word;
  private final String noun;
  private final boolean local;

  private By(Key<K> key, Function<K, D> word, String noun, boolean local) {
    this.key = key;
    this.word = word;
    this.noun = noun;
    this.local = local;
  }

  /** The word at a key. */
  static <D> By<D, D> key(Key<D> key) {
    return new By<>(key, Function.identity(), key.name(), true);
  }

  /** A trait of what a key refers to; the noun is what messages call the trait. */
  public static <K, D> By<K, D> trait(Key<K> key, Function<K, D> word, String noun) {
    return new By<>(key, word, noun, false);
  }

  Key<K> key() {
    return key;
  }

  D word(K value) {
    return word.apply(value);
  }

  /** Whether the word stands in the mapping itself, so that a schema can speak of it. */
  boolean isLocal() {
    return local;
  }

  /** Such as "grant device-code". */
  String tell(String spoken) {
    return noun + " " + spoken;
  }
}
