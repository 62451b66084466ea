package dev.keybearer.genesys.call;

import dev.keybearer.token.http.HttpDate;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of an answer, by name without regard to case: the API writes {@code
 * ININ-Correlation-Id} in two ways, and all names are in small letters under HTTP/2. Immutable.
 */
public final class AnswerFields {
  /** After a daily limit hours are asked for; more than a day is not believed. */
  public static final Duration LONGEST_TOLD = Duration.ofDays(1);

  /** More digits than this are beyond any bound, whatever they say. */
  private static final int MOST_DIGITS = 9;

  private final Map<String, String> fields;

  private AnswerFields(Map<String, String> fields) {
    this.fields = Collections.unmodifiableMap(fields);
  }

  /** The fields in a map that may know each in one case only. */
  public static AnswerFields of(Map<String, String> fields) {
    Map<String, String> caseless = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    caseless.putAll(fields);
    return new AnswerFields(caseless);
  }

  /** The first value of each field. */
  public static AnswerFields of(HttpHeaders headers) {
    Map<String, String> caseless = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.map().forEach((name, values) -> caseless.put(name, values.get(0)));
    return new AnswerFields(caseless);
  }

  /** The value of a field, or null. */
  public @Nullable String value(String name) {
    return fields.get(name);
  }

  /** What to name when asking Genesys about this answer, or null. */
  public @Nullable String correlationId() {
    return value("ININ-Correlation-Id");
  }

  /**
   * How long the service asks to be left alone, up to {@link #LONGEST_TOLD}; null when it says
   * nothing that can be understood. A date counts from the sender's own clock.
   *
   * @param wall ours, for a sender that does not tell the time
   */
  public @Nullable Duration retryAfter(Instant wall) {
    String text = value("Retry-After");
    if (text == null || text.isBlank()) {
      return null;
    }
    String told = text.strip();
    if (told.chars().allMatch(c -> c >= '0' && c <= '9')) {
      String digits = told.replaceFirst("^0+", "0");
      return digits.length() > MOST_DIGITS
          ? LONGEST_TOLD
          : bounded(Duration.ofSeconds(Long.parseLong(digits)));
    }
    Instant until = HttpDate.parse(told);
    return until == null ? null : bounded(Duration.between(sent(wall), until));
  }

  /** All of them; whoever looks one up may spell its name in any case. */
  public Map<String, String> toMap() {
    return fields;
  }

  private Instant sent(Instant wall) {
    String date = value("Date");
    Instant sent = date == null ? null : HttpDate.parse(date);
    return sent == null ? wall : sent;
  }

  private static Duration bounded(Duration told) {
    if (told.isNegative()) {
      return Duration.ZERO;
    }
    return told.compareTo(LONGEST_TOLD) > 0 ? LONGEST_TOLD : told;
  }

  /** How many there are; values may be secret. */
  @Override
  public String toString() {
    return "AnswerFields[" + fields.size() + "]";
  }
}
