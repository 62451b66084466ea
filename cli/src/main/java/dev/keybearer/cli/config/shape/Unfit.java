package dev.keybearer.cli.config.shape;

import dev.keybearer.cli.config.source.Problem.Kind;

/** The text at a place is no value of the type that belongs there. */
public final class Unfit extends Exception {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final String label;
  private final String help;

  private Unfit(Kind kind, String message, String label, String help) {
    super(message, null, false, false);
    this.kind = kind;
    this.label = label;
    this.help = help;
  }

  /** A value that cannot be used; the message goes on from the path to it. */
  public static Unfit because(String message) {
    return new Unfit(Kind.BAD_VALUE, message, "", "");
  }

  /** The same as another kind of problem. */
  public Unfit as(Kind other) {
    return new Unfit(other, message(), label, help);
  }

  /** The same with a few words beside the marked part. */
  public Unfit withLabel(String words) {
    return new Unfit(kind, message(), words, help);
  }

  /** The same with a guess at what was meant; where there is none, with what there is. */
  public Unfit withGuess(String guess, String known) {
    return guess.isEmpty() ? withHelp(known) : withLabel(guess);
  }

  /** The same with a remedy. */
  public Unfit withHelp(String remedy) {
    return new Unfit(kind, message(), label, remedy);
  }

  void report(Place place) {
    place.report(place.problem(kind, message()).withLabel(label).withHelp(help));
  }

  private String message() {
    return String.valueOf(getMessage());
  }
}
