package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.ListOf;
import dev.keybearer.cli.config.shape.MapOf;
import dev.keybearer.cli.config.shape.Place;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.source.Problem.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is changed of the headers of calls on their way to an upstream.
 *
 * @param set what is written, by name; what callers send under the name never passes
 * @param remove names of what does not pass
 */
public record HeaderRules(Map<String, HeaderValue> set, List<String> remove) {
  static final Shape<HeaderRules> SHAPE = shape();

  private static Shape<HeaderRules> shape() {
    var keys = Keys.of("What is changed of the headers of calls.");
    var set =
        keys.defaulted(
            "set",
            MapOf.of(HeaderNames.TYPE, HeaderValue.TYPE),
            "{}",
            "What is written, by name: claim:NAME for what a token says, or plain text.");
    var remove =
        keys.defaulted("remove", ListOf.of(HeaderNames.TYPE), "[]", "Names of what does not pass.");
    return keys.build(
        in -> {
          var made = new HeaderRules(in.get(set), in.get(remove));
          made.check(in.at(set), in.at(remove));
          return made;
        });
  }

  /** Whether a value comes from a token. */
  boolean readClaims() {
    return set.values().stream().anyMatch(HeaderValue.Claim.class::isInstance);
  }

  private void check(Place atSet, Place atRemove) {
    Set<String> seen = new HashSet<>();
    for (String name : set.keySet()) {
      if (!seen.add(HeaderNames.folded(name))) {
        Place place = atSet.below(name);
        place.report(
            place
                .problemAtKey(Kind.CONFLICT, "is set twice")
                .withLabel("case and marks make no other header")
                .withHelp("remove one of the two"));
      }
    }
    for (int i = 0; i < remove.size(); i++) {
      if (seen.contains(HeaderNames.folded(remove.get(i)))) {
        Place place = atRemove.item(i);
        place.report(
            place
                .problem(Kind.CONFLICT, "is set as well, and then no caller's passes")
                .withHelp("remove it here"));
      }
    }
  }
}
