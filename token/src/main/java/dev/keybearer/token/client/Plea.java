package dev.keybearer.token.client;

import dev.keybearer.token.TimeSource;
import dev.keybearer.token.budget.Backoff;
import dev.keybearer.token.budget.RetryAfter;
import dev.keybearer.token.http.HttpDate;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a service asks for that answers 429 or 503.
 *
 * @param told how long it asks to be left alone, or null when it does not say
 */
record Plea(int status, @Nullable Duration told) {
  /** Reads an answer that has just arrived; a date counts from the sender's own clock (R6). */
  static Plea of(HttpResponse<?> answer, TimeSource time) {
    HttpHeaders headers = answer.headers();
    Instant sent = headers.firstValue("Date").<Instant>map(HttpDate::parse).orElseGet(time::wall);
    String text = headers.firstValue("Retry-After").orElse(null);
    return new Plea(answer.statusCode(), RetryAfter.parse(text, sent));
  }

  /**
   * Whether it is about all calls to the origin. A 429 is about the caller; a 503 that names no
   * time may be about one resource, which is no reason to hold up all others.
   */
  boolean concernsAll() {
    return status == 429 || told != null;
  }

  /** How long to wait: as told, or else for a random time that grows (R5). */
  Duration pause(Backoff backoff) {
    return told == null ? Duration.ofNanos(backoff.failed(Backoff.THROTTLED)) : told;
  }
}
