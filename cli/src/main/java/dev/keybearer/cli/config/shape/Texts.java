package dev.keybearer.cli.config.shape;

import dev.keybearer.cli.config.source.Node.Scalar;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Leaves for text, paths and whole numbers. */
public final class Texts {
  /** Text on one line. A number counts as the text it is written as: client ids may look so. */
  public static final Leaf<String> TEXT =
      Leaf.of(
          "text",
          JsonSchema.ANYTHING.with("type", List.of("string", "number")),
          (scalar, place) -> text(scalar));

  /** A path of the file system; a relative one begins in the folder of the config. */
  public static final Leaf<Path> PATH =
      Leaf.of(
          "a path",
          JsonSchema.ofType("string"),
          (scalar, place) -> path(text(scalar), place.folder()));

  /** True or false. */
  public static final Leaf<Boolean> TRUTH =
      Leaf.of("true or false", JsonSchema.ofType("boolean"), (scalar, place) -> truth(scalar));

  private Texts() {}

  /** A whole number within two limits, which are allowed themselves. */
  public static Leaf<Integer> whole(int least, int most) {
    return Leaf.of(
        "a whole number",
        JsonSchema.ofType("integer").with("minimum", least).with("maximum", most),
        (scalar, place) -> whole(scalar, least, most));
  }

  /** The path that a text stands for, relative to a folder. */
  public static Path path(String text, Path folder) throws Unfit {
    if (text.equals("~") || text.startsWith("~/")) {
      throw Unfit.because("begins with ~, which only a shell understands")
          .withHelp("write the whole path");
    }
    try {
      return folder.resolve(text).normalize();
    } catch (InvalidPathException e) {
      throw Unfit.because("is not a path");
    }
  }

  private static String text(Scalar scalar) throws Unfit {
    String text = scalar.text();
    if (scalar.isBoolean()) {
      throw Unfit.because("is a boolean, not text").withHelp("put it in quotes");
    }
    if (text.isBlank()) {
      throw Unfit.because("is empty");
    }
    if (!text.equals(text.strip()) || text.chars().anyMatch(Character::isISOControl)) {
      throw Unfit.because("has white space around it, or runs over several lines");
    }
    return text;
  }

  /** The truth that a scalar stands for. */
  public static Boolean truth(Scalar scalar) throws Unfit {
    if (!scalar.isBoolean()) {
      throw Unfit.because("is " + scalar.shown() + ", neither true nor false")
          .withHelp("write true or false");
    }
    return scalar.text().equalsIgnoreCase("true");
  }

  private static int whole(Scalar scalar, int least, int most) throws Unfit {
    String range = "write a number from " + least + " to " + most;
    // Nine digits are below 2^31.
    if (!scalar.isNumber() || !scalar.text().matches("[-+]?[0-9]{1,9}")) {
      throw Unfit.because("is " + scalar.shown() + ", not a whole number").withHelp(range);
    }
    int number = Integer.parseInt(scalar.text());
    if (number < least || number > most) {
      throw Unfit.because("is out of range").withHelp(range);
    }
    return number;
  }
}
