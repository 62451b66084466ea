package dev.keybearer.token;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A set of scopes: whole, case-sensitive words. Immutable; the order of writing does not matter for
 * equality.
 */
public final class Scopes {
  private static final Scopes NONE = new Scopes(Set.of());

  private final Set<String> words;

  private Scopes(Set<String> words) {
    this.words = words;
  }

  /** No scope at all. */
  public static Scopes none() {
    return NONE;
  }

  /** These words; a word that holds a space or a quote is no scope. */
  public static Scopes of(String... words) {
    return of(Arrays.asList(words));
  }

  /** These words; a word that holds a space or a quote is no scope. */
  public static Scopes of(List<String> words) {
    Set<String> kept = new LinkedHashSet<>();
    for (String word : words) {
      if (!isScope(word)) {
        throw new IllegalArgumentException("not a scope: one word of printable ASCII is expected");
      }
      kept.add(word);
    }
    return kept.isEmpty() ? NONE : new Scopes(kept);
  }

  /** Reads the space-separated form of RFC 6749; whatever is no scope is left out. */
  public static Scopes parse(String text) {
    Set<String> kept = new LinkedHashSet<>();
    for (int start = 0; start < text.length(); ) {
      int space = text.indexOf(' ', start);
      int end = space < 0 ? text.length() : space;
      String word = text.substring(start, end);
      if (isScope(word)) {
        kept.add(word);
      }
      start = end + 1;
    }
    return kept.isEmpty() ? NONE : new Scopes(kept);
  }

  /** Whether all of the others are among these. */
  public boolean containsAll(Scopes others) {
    return words.containsAll(others.words);
  }

  /** Those of the others that are not among these. */
  public Scopes missing(Scopes others) {
    return of(others.words.stream().filter(word -> !words.contains(word)).toList());
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return words.isEmpty();
  }

  /** The words, in the order they were given. */
  public List<String> words() {
    return List.copyOf(words);
  }

  /** The words in a fixed order, so that equal sets have equal text. */
  public String canonical() {
    return String.join(" ", new TreeSet<>(words));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Scopes scopes && words.equals(scopes.words);
  }

  @Override
  public int hashCode() {
    return words.hashCode();
  }

  /** The space-separated form of RFC 6749. */
  @Override
  public String toString() {
    return String.join(" ", words);
  }

  /** RFC 6749 section 3.3: {@code %x21 / %x23-5B / %x5D-7E}, at least one. */
  private static boolean isScope(String word) {
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c < 0x21 || c > 0x7e || c == '"' || c == '\\') {
        return false;
      }
    }
    return !word.isEmpty();
  }
}
