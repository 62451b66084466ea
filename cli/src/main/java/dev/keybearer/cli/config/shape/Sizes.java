package dev.keybearer.cli.config.shape;

import dev.keybearer.cli.config.source.Node.Scalar;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes such as {@code 64KiB} or {@code 1MB}. */
public final class Sizes {
  private static final String FORM = "write a number and B, kB, KiB, MB, MiB, GB or GiB";
  private static final String PATTERN = "([0-9]{1,9})(B|kB|KiB|MB|MiB|GB|GiB)";
  private static final Pattern SIZE = Pattern.compile(PATTERN);

  private static final JsonSchema SCHEMA = JsonSchema.ofPattern("^" + PATTERN + "$");

  /** A number of bytes, at least one. */
  public static final Leaf<Long> TYPE = Leaf.of("a size", SCHEMA, (scalar, place) -> read(scalar));

  private Sizes() {}

  /** A number of bytes within two limits, which are allowed themselves; the words name them. */
  public static Leaf<Long> between(long least, long most, String words) {
    return Leaf.of(
        "a size",
        SCHEMA,
        (scalar, place) -> {
          long bytes = read(scalar);
          if (bytes < least || bytes > most) {
            throw Unfit.because("is out of range").withHelp("write a size " + words);
          }
          return bytes;
        });
  }

  private static long read(Scalar scalar) throws Unfit {
    Matcher size = SIZE.matcher(scalar.text());
    if (!size.matches()) {
      throw Unfit.because("is " + scalar.shown() + ", not a size").withHelp(FORM);
    }
    // Nine digits of GiB are below 2^60.
    long bytes = Long.parseLong(size.group(1)) * unit(size.group(2));
    if (bytes == 0) {
      throw Unfit.because("is nothing").withHelp(FORM);
    }
    return bytes;
  }

  private static long unit(String name) {
    return switch (name) {
      case "kB" -> 1_000;
      case "KiB" -> 1L << 10;
      case "MB" -> 1_000_000;
      case "MiB" -> 1L << 20;
      case "GB" -> 1_000_000_000;
      case "GiB" -> 1L << 30;
      default -> 1;
    };
  }
}
