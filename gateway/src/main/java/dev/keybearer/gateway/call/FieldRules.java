package dev.keybearer.gateway.call;

import dev.keybearer.gateway.field.Field;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a route changes in the header of a request.
 *
 * @param set fields that are set, whatever the caller sent
 * @param removed names of fields that do not go on, however they are marked
 */
public record FieldRules(List<Rule> set, Set<String> removed) {
  /** Nothing is changed. */
  public static final FieldRules NONE = new FieldRules(List.of(), Set.of());

  /** Rules. */
  public FieldRules {
    set = List.copyOf(set);
    removed = removed.stream().map(Field::folded).collect(Collectors.toUnmodifiableSet());
  }

  /** Whether a caller's field goes on. */
  public boolean lets(Field field) {
    return removed.isEmpty() || !removed.contains(Field.folded(field.name()));
  }

  /** A field that a route sets. */
  public sealed interface Rule {
    /** The name of the field. */
    String name();

    /** Always the same. */
    record Fixed(Field field) implements Rule {
      @Override
      public String name() {
        return field.name();
      }
    }

    /** The text of a claim of the caller's verified token; left out when there is none. */
    record OfClaim(String name, String claim) implements Rule {}
  }
}
