package dev.keybearer.cli.config.shape;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Guesses what was meant by a word that is not known. */
public final class Suggestion {
  private Suggestion() {}

  /** The question to ask, or nothing when no known word is near. */
  public static String of(String given, Collection<String> known) {
    String nearest = nearest(given, known);
    return nearest == null ? "" : "did you mean \"" + nearest + "\"?";
  }

  /** The known word that is nearest to another one, or null when none is near. */
  static @Nullable String nearest(String given, Collection<String> known) {
    String lower = given.toLowerCase(Locale.ROOT).replace('_', '-');
    String nearest = null;
    // A third of the letters may be wrong: further off it is another word.
    int best = given.length() < 3 ? 1 : Math.max(1, given.length() / 3) + 1;
    for (String each : known) {
      int distance = distance(lower, each.toLowerCase(Locale.ROOT), best);
      if (distance < best) {
        best = distance;
        nearest = each;
      }
    }
    return nearest;
  }

  /**
   * How many letters must be put in, left out, exchanged or swapped with their neighbour to make
   * one word of the other; the bound itself when it is not less. (Optimal string alignment.)
   */
  private static int distance(String one, String other, int bound) {
    if (Math.abs(one.length() - other.length()) >= bound) {
      return bound;
    }
    int[] before = new int[other.length() + 1];
    int[] last = new int[other.length() + 1];
    int[] row = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(last[j], row[j - 1]) + 1, last[j - 1] + change);
        if (i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1)) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      int[] spare = before;
      before = last;
      last = row;
      row = spare;
    }
    return Math.min(bound, last[other.length()]);
  }
}
