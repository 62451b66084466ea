package dev.keybearer.token.secret;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a reference starts with. */
enum Scheme {
  ENV,
  FILE,
  EXEC,
  VAULT;

  /** Swapping two letters takes two changes; three would turn any word into another. */
  private static final int TYPING_SLIPS = 2;

  /** Only words of this shape are repeated in a message; anything else may be a secret. */
  private static final String WORD = "[A-Za-z]{3,6}";

  String prefix() {
    return name().toLowerCase(Locale.ROOT) + ":";
  }

  static Scheme of(String reference) {
    for (Scheme scheme : values()) {
      if (reference.startsWith(scheme.prefix())) {
        return scheme;
      }
    }
    throw refusal(reference);
  }

  private static SecretFailure refusal(String reference) {
    String word = reference.substring(0, Math.max(0, reference.indexOf(':')));
    Scheme near = nearest(word);
    if (near != null) {
      return Secrets.malformed(
          "starts with '" + word + ":'; did you mean '" + near.prefix() + "'?");
    }
    return Secrets.malformed(
        "a secret is given by reference only: env:NAME, file:path, exec:command or"
            + " vault:mount/path#field; put the value in one of these places");
  }

  private static @Nullable Scheme nearest(String word) {
    if (!word.matches(WORD)) {
      return null;
    }
    return Arrays.stream(values())
        .filter(scheme -> scheme.changesFrom(word) <= TYPING_SLIPS)
        .min(Comparator.comparingInt(scheme -> scheme.changesFrom(word)))
        .orElse(null);
  }

  /** The least number of letters added, removed or replaced. */
  private int changesFrom(String word) {
    String target = name();
    String source = word.toUpperCase(Locale.ROOT);
    int[] row = new int[target.length() + 1];
    Arrays.setAll(row, column -> column);
    for (int i = 1; i <= source.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= target.length(); j++) {
        int replaced = diagonal + (source.charAt(i - 1) == target.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[target.length()];
  }
}
