package dev.keybearer.token.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The three forms of a date in HTTP (RFC 9110 section 5.6.7), all of them in GMT. */
public final class HttpDate {
  /** The two-digit years of RFC 850 are read as 1970 to 2069, as POSIX nearly does. */
  private static final int FIRST_SHORT_YEAR = 1970;

  /** Longer than any of the three forms; more is not looked at. */
  private static final int LONGEST = 64;

  private static final List<DateTimeFormatter> FORMS =
      List.of(form("EEE, dd MMM uuuu HH:mm:ss 'GMT'"), rfc850(), asctime());

  private HttpDate() {}

  /** The moment that the text names, or null when it has none of the three forms. */
  public static @Nullable Instant parse(String text) {
    if (text.length() > LONGEST) {
      return null;
    }
    return FORMS.stream()
        .map(form -> read(text.strip(), form))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static @Nullable Instant read(String text, DateTimeFormatter form) {
    try {
      return LocalDateTime.parse(text, form).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException anotherForm) {
      return null;
    }
  }

  private static DateTimeFormatter form(String pattern) {
    return strict(new DateTimeFormatterBuilder().appendPattern(pattern));
  }

  private static DateTimeFormatter rfc850() {
    return strict(
        new DateTimeFormatterBuilder()
            .appendPattern("EEEE, dd-MMM-")
            .appendValueReduced(ChronoField.YEAR, 2, 2, FIRST_SHORT_YEAR)
            .appendPattern(" HH:mm:ss 'GMT'"));
  }

  /** The day is padded with a space: {@code Sun Nov 6 08:49:37 1994} with two spaces. */
  private static DateTimeFormatter asctime() {
    return strict(
        new DateTimeFormatterBuilder()
            .appendPattern("EEE MMM ")
            .padNext(2)
            .appendValue(ChronoField.DAY_OF_MONTH, 1, 2, SignStyle.NOT_NEGATIVE)
            .appendPattern(" HH:mm:ss uuuu"));
  }

  private static DateTimeFormatter strict(DateTimeFormatterBuilder builder) {
    return builder.toFormatter(Locale.US).withResolverStyle(ResolverStyle.STRICT);
  }
}
