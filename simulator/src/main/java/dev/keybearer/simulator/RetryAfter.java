package dev.keybearer.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Function;

/** A way of writing the Retry-After header (RFC 9110 section 10.2.3, dates per 5.6.7). */
public final class RetryAfter {
  private static final DateTimeFormatter IMF_FIXDATE = date("EEE, dd MMM yyyy HH:mm:ss 'GMT'");
  private static final DateTimeFormatter RFC_850 = date("EEEE, dd-MMM-yy HH:mm:ss 'GMT'");
  private static final DateTimeFormatter ASCTIME = date("EEE MMM ppd HH:mm:ss yyyy");

  private final Function<Instant, String> form;

  private RetryAfter(Function<Instant, String> form) {
    this.form = form;
  }

  private static DateTimeFormatter date(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.US).withZone(ZoneOffset.UTC);
  }

  /** Whole seconds. */
  public static RetryAfter seconds(long seconds) {
    return raw(Long.toString(seconds));
  }

  /** The date form that servers must send today. */
  public static RetryAfter date(Duration fromNow) {
    return new RetryAfter(now -> IMF_FIXDATE.format(now.plus(fromNow)));
  }

  /** The obsolete date form of RFC 850, with the full day name and two digits of the year. */
  public static RetryAfter rfc850Date(Duration fromNow) {
    return new RetryAfter(now -> RFC_850.format(now.plus(fromNow)));
  }

  /** The obsolete date form of C's asctime. */
  public static RetryAfter asctimeDate(Duration fromNow) {
    return new RetryAfter(now -> ASCTIME.format(now.plus(fromNow)));
  }

  /** A date of an hour ago. */
  public static RetryAfter past() {
    return date(Duration.ofHours(-1));
  }

  /** More seconds than a long can hold. */
  public static RetryAfter absurd() {
    return raw("99999999999999999999");
  }

  /** Neither a number nor a date. */
  public static RetryAfter malformed() {
    return raw("soon, perhaps");
  }

  /** Exactly this text. */
  public static RetryAfter raw(String text) {
    return new RetryAfter(now -> text);
  }

  /** The header's value at an instant. */
  String at(Instant now) {
    return form.apply(now);
  }
}
