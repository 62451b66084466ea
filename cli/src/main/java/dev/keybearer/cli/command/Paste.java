package dev.keybearer.cli.command;

import dev.keybearer.token.verification.Presentation;
import dev.keybearer.token.verification.Unverified;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A token as a person brought it, out of a log, a header or a chat, and what was around it. Its
 * text form shows nothing of it.
 *
 * @param notes what was taken off, for the person to know
 */
record Paste(Presentation.Scheme scheme, String token, List<String> notes) {
  /** Far more than a token with everything that may be around it. */
  static final int LONGEST = 64 * 1024;

  private static final Pattern FIELD =
      Pattern.compile("(?i)^(?:-H\\s*|--header[\\s=]\\s*)?[\"'`]?\\s*authorization\\s*:\\s*");

  /** The scheme of RFC 9110 section 11.4 before the token. */
  private static final Pattern SCHEME = Pattern.compile("^([A-Za-z][A-Za-z0-9-]*)\\s+(?=\\S)");

  /** What no keyboard shows and no token has: RFC 6750 section 2.1 knows letters and few signs. */
  private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cf}\\p{Cc}&&[^\\s]]");

  private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");

  /** Takes apart what was pasted. */
  static Paste of(String text) {
    List<String> notes = new ArrayList<>();
    String rest = without(INVISIBLE, text, "invisible characters", notes);
    rest = unquoted(stripped(rest), notes);
    Matcher field = FIELD.matcher(rest);
    boolean named = field.find();
    if (named) {
      notes.add("the name of the field Authorization");
      rest = stripped(rest.substring(field.end()).replaceFirst("[\"'`]$", ""));
    }
    Presentation.Scheme scheme = Presentation.Scheme.BEARER;
    Matcher word = SCHEME.matcher(rest);
    if (word.find() && (named || isKnown(word.group(1)))) {
      scheme = scheme(word.group(1));
      notes.add("the scheme " + (scheme == Presentation.Scheme.DPOP ? "DPoP" : "Bearer"));
      rest = stripped(rest.substring(word.end()));
    }
    rest = joined(unquoted(rest, notes), notes);
    if (rest.isEmpty() || isKnown(rest)) {
      throw new Misuse("there is no token in what was given: pass one, or pipe it in");
    }
    return new Paste(scheme, rest, List.copyOf(notes));
  }

  /** How many characters the token has. */
  @Override
  public String toString() {
    return "Paste[" + scheme + ", " + token.length() + " characters]";
  }

  private static boolean isKnown(String word) {
    return List.of("bearer", "dpop", "basic", "digest").contains(word.toLowerCase(Locale.ROOT));
  }

  private static Presentation.Scheme scheme(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "bearer" -> Presentation.Scheme.BEARER;
      case "dpop" -> Presentation.Scheme.DPOP;
      default ->
          throw new Misuse(
              "what was given goes by another scheme than Bearer and DPoP: that is no token");
    };
  }

  private static String stripped(String text) {
    return text.replaceFirst("^[\\s\\p{Z}]+", "").replaceFirst("[\\s\\p{Z}]+$", "");
  }

  private static String unquoted(String text, List<String> notes) {
    String rest = text;
    while (rest.length() >= 2
        && "\"'`".indexOf(rest.charAt(0)) >= 0
        && rest.charAt(0) == rest.charAt(rest.length() - 1)) {
      rest = stripped(rest.substring(1, rest.length() - 1));
      note(notes, "quotes");
    }
    return rest;
  }

  /** A terminal or a mail breaks long lines; a text of several words is no token. */
  private static String joined(String text, List<String> notes) {
    Matcher blanks = BLANKS.matcher(text);
    if (!blanks.find()) {
      return text;
    }
    String whole = blanks.replaceAll("");
    boolean broken = BLANKS.matcher(text).results().allMatch(blank -> blank.group().contains("\n"));
    if (!broken && Unverified.read(whole).form() == Unverified.Form.OPAQUE) {
      throw new Misuse("what was given is several words: give the token alone");
    }
    note(notes, "line breaks and blanks inside");
    return whole;
  }

  private static String without(Pattern pattern, String text, String what, List<String> notes) {
    String rest = pattern.matcher(text).replaceAll("");
    if (rest.length() < text.length()) {
      note(notes, what);
    }
    return rest;
  }

  private static void note(List<String> notes, String note) {
    if (!notes.contains(note)) {
      notes.add(note);
    }
  }
}
