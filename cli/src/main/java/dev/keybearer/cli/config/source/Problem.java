package dev.keybearer.cli.config.source;

import java.util.Locale;

/**
 * One thing that is wrong with a config file.
 *
 * @param kind what sort of mistake it is; printed, so that it can be looked up
 * @param message which part is wrong and what was found; never holds a secret
 * @param span where it stands
 * @param label a few words beside the marked part, or empty
 * @param help what to do about it, or empty
 */
public record Problem(Kind kind, String message, Span span, String label, String help) {
  /** A problem that its message alone explains. */
  public static Problem of(Kind kind, String message, Span span) {
    return new Problem(kind, message, span, "", "");
  }

  /** The same with words beside the marked part. */
  public Problem withLabel(String words) {
    return new Problem(kind, message, span, words, help);
  }

  /** The same with a remedy. */
  public Problem withHelp(String remedy) {
    return new Problem(kind, message, span, label, remedy);
  }

  /** The sorts of mistake a config file can hold. */
  public enum Kind {
    /** There is no such file, or it cannot be read. */
    NO_FILE,
    /** The file is larger or deeper than any config. */
    TOO_LARGE,
    /** The bytes are not UTF-8 text. */
    ENCODING,
    /** There is nothing in the file. */
    EMPTY,
    /** The text is not YAML. */
    SYNTAX,
    /** It is YAML, but of a sort that a config does without: aliases, merge keys, tags. */
    UNSUPPORTED,
    /** A key stands twice in one mapping. */
    DUPLICATE_KEY,
    /** No such key is known here. */
    UNKNOWN_KEY,
    /** The key is known, but does not go with what stands beside it. */
    MISPLACED_KEY,
    /** Something must be here and is not. */
    MISSING_KEY,
    /** It comes with a later version. */
    NOT_YET,
    /** A mapping where text belongs, and the like. */
    WRONG_TYPE,
    /** Not one of the words that may stand here. */
    UNKNOWN_VALUE,
    /** A name that nothing in the file bears. */
    UNKNOWN_NAME,
    /** The right type, but not a value that can be used. */
    BAD_VALUE,
    /** A secret written out instead of referred to. */
    PLAIN_SECRET,
    /** Each is right by itself; together they are not. */
    CONFLICT;

    /** The code that is printed, such as {@code config/unknown-key}. */
    public String code() {
      return "config/" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
