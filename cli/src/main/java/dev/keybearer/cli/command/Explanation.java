package dev.keybearer.cli.command;

import dev.keybearer.cli.config.source.Paint;
import dev.keybearer.cli.config.source.Shown;
import dev.keybearer.token.verification.Point;
import dev.keybearer.token.verification.Unverified;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What is said about a token, for people. Nothing in the token steers their terminal. */
final class Explanation {
  /** Longer values say no more about why a token is refused. */
  private static final int LONGEST = 160;

  /** What we say ourselves is said to its end, addresses and causes included. */
  private static final int LONGEST_WORDS = 600;

  /** Columns of names; a longer name moves its own value only. */
  private static final int WIDEST = 24;

  private static final Set<String> MOMENTS = Set.of("exp", "nbf", "iat", "auth_time", "updated_at");

  private final Inspection inspection;
  private final Paint paint;
  private final StringBuilder out = new StringBuilder();

  private Explanation(Inspection inspection, Paint paint) {
    this.inspection = inspection;
    this.paint = paint;
  }

  static String of(Inspection inspection, Paint paint) {
    return new Explanation(inspection, paint).text();
  }

  private String text() {
    outcome();
    token();
    points();
    if (!inspection.help().isEmpty()) {
      out.append("\nhelp: ").append(inspection.help()).append('\n');
    }
    return out.toString();
  }

  private void outcome() {
    String word =
        switch (inspection.outcome()) {
          case VERIFIED -> paint.good("verified");
          case REFUSED -> paint.error("refused");
          case UNVERIFIED -> paint.strong("not verified");
          case UNKNOWN -> paint.error("cannot tell");
        };
    out.append(word)
        .append(": ")
        .append(Shown.line(inspection.words(), LONGEST_WORDS))
        .append('\n');
  }

  private void token() {
    Unverified token = inspection.examined().token();
    Map<String, @Nullable Object> verified = inspection.verifiedClaims();
    if (!token.header().isEmpty()) {
      members("header", inspection.withheld().from(token.header()));
    }
    if (!verified.isEmpty()) {
      boolean told = token.form() == Unverified.Form.OPAQUE;
      members(told ? "claims, as its issuer tells them" : "claims", verified);
    } else if (!token.claims().isEmpty()) {
      members(
          isSigned()
              ? "claims, as its issuer signed them"
              : "claims, as they stand there, unverified",
          inspection.withheld().from(token.claims()));
    } else if (token.form() == Unverified.Form.OPAQUE) {
      out.append('\n')
          .append(paint.faint("opaque: nobody but its issuer can read it"))
          .append('\n');
    }
  }

  private boolean isSigned() {
    return inspection.examined().points().stream()
        .anyMatch(
            point -> point.name() == Point.Name.SIGNATURE && point.answer() == Point.Answer.HOLDS);
  }

  private void members(String title, Map<String, @Nullable Object> members) {
    out.append('\n').append(paint.strong(title)).append('\n');
    int width = width(members.keySet().stream().map(Explanation::line));
    members.forEach((name, value) -> row("  ", padded(line(name), width) + value(name, value)));
  }

  private String value(String name, @Nullable Object value) {
    Instant moment = MOMENTS.contains(name) ? Moments.of(value) : null;
    if (moment != null) {
      return moment + "  " + Moments.words(moment, inspection.now());
    }
    if (value instanceof String text) {
      return line(text);
    }
    if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
      return line(String.join(", ", list.stream().map(String::valueOf).toList()));
    }
    return line(JsonMapper.shared().writeValueAsString(value));
  }

  private void points() {
    if (inspection.outcome() == Inspection.Outcome.UNVERIFIED) {
      return;
    }
    out.append('\n').append(paint.strong("expected")).append('\n');
    int width = width(Stream.of(Point.Name.values()).map(Inspection::word));
    for (Point point : inspection.examined().points()) {
      String words = Shown.line(inspection.withheld().text(point.words()), LONGEST_WORDS);
      String name = padded(Inspection.word(point.name()), width);
      switch (point.answer()) {
        case HOLDS -> row("  " + paint.good("✓ "), name + words);
        case FAILS -> row("  " + paint.error("✗ "), name + words);
        case CANNOT_TELL -> row("  " + paint.error("? "), name + words);
        case NOT_LOOKED_AT -> row("  ", paint.faint("– " + name + words));
      }
    }
  }

  private void row(String mark, String words) {
    out.append(mark).append(words).append('\n');
  }

  private static int width(Stream<String> names) {
    return Math.min(names.mapToInt(Explanation::length).max().orElse(0), WIDEST);
  }

  private static String padded(String name, int width) {
    return name + " ".repeat(Math.max(width - length(name), 0) + 2);
  }

  private static int length(String name) {
    return name.codePointCount(0, name.length());
  }

  private static String line(String text) {
    return Shown.line(text, LONGEST);
  }
}
