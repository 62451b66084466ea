package dev.keybearer.simulator;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/** Space-separated words of RFC 6749 section 3.3. */
final class Scopes {
  private Scopes() {}

  static Set<String> parse(String text) {
    Set<String> words = new LinkedHashSet<>();
    StringTokenizer tokens = new StringTokenizer(text, " ");
    while (tokens.hasMoreTokens()) {
      words.add(tokens.nextToken());
    }
    return Collections.unmodifiableSet(words);
  }

  static String text(Set<String> scopes) {
    return String.join(" ", scopes);
  }

  /** What is granted out of what is possible, or null when the request is to be refused. */
  static @Nullable Set<String> granted(String asked, Set<String> possible, ScopeRule rule) {
    Set<String> wanted = parse(asked);
    if (wanted.isEmpty()) {
      return possible;
    }
    if (possible.isEmpty() || possible.containsAll(wanted)) {
      return wanted;
    }
    Set<String> both = new LinkedHashSet<>(wanted);
    both.retainAll(possible);
    boolean refused = rule == ScopeRule.REFUSES || both.isEmpty();
    return refused ? null : Collections.unmodifiableSet(both);
  }
}
