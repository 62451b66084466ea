package dev.keybearer.cli.config.shape;

import dev.keybearer.cli.config.source.Node.Mapping;
import dev.keybearer.cli.config.source.Node.Scalar;
import dev.keybearer.cli.config.source.Problem.Kind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A section of the config that gives names to values, so that other parts can refer to them.
 *
 * @param <T> what the names stand for
 */
public final class Names<T> {
  // Names end up in file names, addresses and metrics.
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
  private static final Pattern VALID = Pattern.compile(NAME);

  private static final String FORM =
      "letters, digits and . _ - only, 64 at most, the first no sign";

  // Names in one message.
  private static final int MOST_SHOWN = 12;

  private final String noun;
  private final Class<T> type;

  private Names(String noun, Class<T> type) {
    this.noun = noun;
    this.type = type;
  }

  /** Names of what messages call by a noun with its article, such as "an issuer". */
  public static <T> Names<T> of(String noun, Class<T> type) {
    return new Names<>(noun, type);
  }

  /** A name that something outside of any section gives itself, held to the same form. */
  public static Leaf<String> own(String noun) {
    return Leaf.of(
        "a name for " + noun,
        JsonSchema.ofPattern("^" + NAME + "$"),
        (scalar, place) -> {
          if (!VALID.matcher(scalar.text()).matches()) {
            throw Unfit.because("is " + scalar.shown() + ", no name for " + noun).withHelp(FORM);
          }
          return scalar.text();
        });
  }

  /** The section itself: a mapping from names to values of a type. */
  public Type<Map<String, T>> section(Type<T> value) {
    return new Section(value);
  }

  /** A name of a section that has been bound, together with its value. */
  public Type<Named<T>> reference() {
    return new Reference();
  }

  /** A name of the section, which may be the one that is being bound. */
  public Type<String> name() {
    return new Name();
  }

  private final class Name implements Type<String> {
    private final Leaf<String> leaf =
        Leaf.of("the name of " + noun, JsonSchema.ofType("string"), this::read);

    @Override
    public @Nullable String bind(Place place) {
      String name = leaf.bind(place);
      // Where the whole section is missing or broken, that is the one thing to say.
      return place.binding().knows(Names.this) ? name : null;
    }

    @Override
    public JsonSchema schema() {
      return leaf.schema();
    }

    private String read(Scalar scalar, Place place) throws Unfit {
      Set<String> known = place.binding().declared(Names.this);
      if (place.binding().knows(Names.this) && !known.contains(scalar.text())) {
        throw Unfit.because("is " + scalar.shown() + ", which is not the name of " + noun)
            .as(Kind.UNKNOWN_NAME)
            .withGuess(
                place.isHeard() ? Suggestion.of(scalar.text(), known) : "",
                known.isEmpty() ? "the config has none" : "there are: " + list(known));
      }
      return scalar.text();
    }

    private static String list(Set<String> known) {
      String some = known.stream().limit(MOST_SHOWN).collect(Collectors.joining(", "));
      return known.size() > MOST_SHOWN ? some + ", …" : some;
    }
  }

  private final class Section implements Type<Map<String, T>> {
    private final Type<T> value;

    Section(Type<T> value) {
      this.value = value;
    }

    @Override
    public @Nullable Map<String, T> bind(Place place) {
      if (!(place.node() instanceof Mapping mapping)) {
        place.refuseAsMapping("of names");
        return null;
      }
      place.binding().declare(Names.this, mapping.entries().keySet());
      Map<String, T> values = new LinkedHashMap<>();
      mapping.entries().forEach((name, entry) -> bind(place.at(entry), name, values));
      return values.size() == mapping.entries().size() ? Collections.unmodifiableMap(values) : null;
    }

    @Override
    public JsonSchema schema() {
      return JsonSchema.ofType("object")
          .with("propertyNames", JsonSchema.ofPattern("^" + NAME + "$").keywords())
          .with("additionalProperties", value.schema().keywords());
    }

    private void bind(Place place, String name, Map<String, T> values) {
      boolean valid = VALID.matcher(name).matches();
      if (!valid) {
        place.report(place.problemAtKey(Kind.BAD_VALUE, "is no name for " + noun).withHelp(FORM));
      }
      T bound = value.bind(place);
      if (bound != null && valid) {
        place.binding().define(Names.this, name, bound);
        values.put(name, bound);
      }
    }
  }

  private final class Reference implements Type<Named<T>> {
    @Override
    public @Nullable Named<T> bind(Place place) {
      String name = name().bind(place);
      Object value = name == null ? null : place.binding().find(Names.this, name);
      return name == null || value == null ? null : new Named<>(name, type.cast(value));
    }

    @Override
    public JsonSchema schema() {
      return name().schema();
    }
  }
}
