package dev.keybearer.cli.config.shape;

import dev.keybearer.cli.config.source.Node;
import dev.keybearer.cli.config.source.Node.Entry;
import dev.keybearer.cli.config.source.Problem.Kind;
import org.jspecify.annotations.Nullable;

/** One key of a mapping: its name, the type of its value, and what it means to leave it out. */
public final class Key<T extends @Nullable Object> implements Member<T> {
  private final String name;
  private final Type<?> type;
  private final Absence absence;
  private final String says;

  Key(String name, Type<?> type, Absence absence, String says) {
    this.name = name;
    this.type = type;
    this.absence = absence;
    this.says = says;
  }

  String name() {
    return name;
  }

  /**
   * Binds the key in a mapping.
   *
   * @param because what needs the key, for the message when it is missing; may be empty
   */
  void bind(Fields fields, String because) {
    Entry entry = fields.mapping().find(name);
    if (entry != null) {
      fields.put(this, type.bind(fields.here().at(entry)));
      return;
    }
    if (fields.isMisspelt(name)) {
      return;
    }
    switch (absence) {
      case Absence.Nothing nothing -> fields.putNothing(this);
      case Absence.Means means ->
          fields.put(this, type.bind(fields.here().absent(name, means.node)));
      case Absence.Refused refused -> refuseAbsence(fields, because);
    }
  }

  private void refuseAbsence(Fields fields, String because) {
    Place here = fields.here();
    here.report(
        here.problemAtKey(Kind.MISSING_KEY, "needs " + name)
            .withLabel(because)
            .withHelp(name + ": " + says));
  }

  /** Binds the value only to find out what is wrong with it. */
  void judge(Fields fields) {
    Entry entry = fields.mapping().find(name);
    if (entry != null) {
      type.bind(fields.here().at(entry));
    }
  }

  /** The schema of the value. */
  JsonSchema schema() {
    JsonSchema schema = type.schema().with("description", says);
    return absence instanceof Absence.Means means ? means.describe(schema) : schema;
  }

  boolean isRequired() {
    return absence instanceof Absence.Refused;
  }

  /** What it means that a key is not there. */
  sealed interface Absence {
    /** It is a mistake. */
    record Refused() implements Absence {}

    /** There is no value. */
    record Nothing() implements Absence {}

    /**
     * The same as if something stood there.
     *
     * @param node what
     */
    record Means(Node node) implements Absence {
      JsonSchema describe(JsonSchema schema) {
        return switch (node) {
          case Node.Scalar scalar when scalar.isNumber() ->
              schema.with("default", Long.valueOf(scalar.text()));
          case Node.Scalar scalar when scalar.isBoolean() ->
              schema.with("default", Boolean.valueOf(scalar.text()));
          case Node.Scalar scalar -> schema.with("default", scalar.text());
          case Node.Sequence list -> schema.with("default", list.items());
          case Node.Mapping mapping -> schema;
          case Node.Unusable unusable -> schema;
        };
      }
    }
  }
}
