package dev.keybearer.simulator;

import java.time.DateTimeException;
import java.time.Duration;

/** Faults as text: a name, then what it needs, separated by a blank. */
final class FaultText {
  private FaultText() {}

  /**
   * The fault a text describes.
   *
   * @throws IllegalArgumentException when it describes none
   */
  static Fault parse(String text) {
    try {
      return fault(first(text), rest(text));
    } catch (NumberFormatException | DateTimeException e) {
      throw new IllegalArgumentException(
          "fault '" + text + "' needs a number or a duration such as PT2S", e);
    }
  }

  private static Fault fault(String name, String rest) {
    return switch (name) {
      case "status" -> Fault.status(Integer.parseInt(rest));
      case "throttled" -> Fault.throttled(retryAfter(first(rest), rest(rest)));
      case "retry" -> retry(Integer.parseInt(first(rest)), rest(rest));
      case "redirect" -> Fault.redirect(302, rest);
      case "html" -> Fault.html();
      case "black-hole" -> Fault.blackHole();
      case "reset" -> Fault.reset();
      case "gzip-bomb" -> Fault.gzipBomb(Long.parseLong(rest));
      case "oversize" -> Fault.oversize(Integer.parseInt(rest));
      case "slow" -> Fault.slow(Duration.parse(rest));
      case "late" -> Fault.late(Duration.parse(rest));
      case "drip" -> Fault.drip(rest.isEmpty() ? 1 : Integer.parseInt(rest));
      case "lost-answer" -> Fault.lostAnswer();
      case "wrong-length" -> Fault.wrongLength(Integer.parseInt(rest));
      case "duplicated-answer" -> Fault.duplicatedAnswer();
      case "replayed-request" -> Fault.replayedRequest();
      case "truncated" -> Fault.truncated();
      case "skewed-date" -> Fault.skewedDate(Duration.parse(rest));
      case "expires-in" -> Fault.expiresIn(rest);
      case "without-expires-in" -> Fault.withoutExpiresIn();
      case "same-token-again" -> Fault.sameTokenAgain();
      default -> throw new IllegalArgumentException("no fault is called '" + name + "'");
    };
  }

  private static Fault retry(int status, String form) {
    return Fault.retry(status, retryAfter(first(form), rest(form)));
  }

  private static RetryAfter retryAfter(String form, String rest) {
    return switch (form) {
      case "date" -> RetryAfter.date(Duration.parse(rest));
      case "rfc850" -> RetryAfter.rfc850Date(Duration.parse(rest));
      case "asctime" -> RetryAfter.asctimeDate(Duration.parse(rest));
      case "past" -> RetryAfter.past();
      case "absurd" -> RetryAfter.absurd();
      case "malformed" -> RetryAfter.malformed();
      default -> RetryAfter.seconds(Long.parseLong(form));
    };
  }

  private static String first(String text) {
    int blank = text.indexOf(' ');
    return blank < 0 ? text : text.substring(0, blank);
  }

  private static String rest(String text) {
    int blank = text.indexOf(' ');
    return blank < 0 ? "" : text.substring(blank + 1).strip();
  }
}
