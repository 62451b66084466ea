package dev.keybearer.stream;

import dev.keybearer.token.Token;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which scopes a token needs for which topics, looked at before a provider is dialled. Topics are
 * matched by patterns in which {@code *} stands for any text; every pattern that matches counts.
 *
 * <p>A token whose issuer named no scopes is let through, since such issuers decide by other means.
 */
public final class ScopeMatrix implements Preflight {
  /** What the usual areas of contact centres need. */
  public static final ScopeMatrix USUAL =
      of(
          Map.of(
              "interactions*", Set.of("interactions:read"),
              "presence*", Set.of("presence:read"),
              "routing*", Set.of("routing:read")));

  private final Map<Pattern, Set<String>> required;

  private ScopeMatrix(Map<Pattern, Set<String>> required) {
    this.required = required;
  }

  /** A matrix of patterns of topics, and the scopes that they require. */
  public static ScopeMatrix of(Map<String, Set<String>> required) {
    Map<Pattern, Set<String>> compiled = new LinkedHashMap<>();
    required.forEach((pattern, scopes) -> compiled.put(pattern(pattern), Set.copyOf(scopes)));
    return new ScopeMatrix(compiled);
  }

  @Override
  public void check(Token token, List<Topic> topics) {
    if (token.scopes().isEmpty()) {
      return;
    }
    for (Topic topic : topics) {
      Set<String> missing = missing(token, topic.name());
      if (!missing.isEmpty()) {
        throw new StreamFailure(
            StreamFailure.Kind.FORBIDDEN,
            "topic "
                + topic.name()
                + " needs the scopes "
                + missing
                + ", which the token does not have: let the issuer grant them to this client");
      }
    }
  }

  private Set<String> missing(Token token, String topic) {
    Set<String> missing = new TreeSet<>();
    required.forEach(
        (pattern, scopes) -> {
          if (pattern.matcher(topic).matches()) {
            scopes.stream()
                .filter(scope -> !token.scopes().words().contains(scope))
                .forEach(missing::add);
          }
        });
    return missing;
  }

  private static Pattern pattern(String glob) {
    return Pattern.compile(
        Arrays.stream(glob.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
  }
}
