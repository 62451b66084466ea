package dev.keybearer.token.http;

import java.net.http.HttpHeaders;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One whole HTTP answer; its text form shows only the status and the length.
 *
 * @param status the HTTP status
 * @param headers every header, by name without regard to case
 * @param body every byte of the body; not copied
 * @param askedAt monotonic nanoseconds before anything was sent
 * @param answeredAt monotonic nanoseconds after the last byte arrived
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares answers
public record Answer(int status, HttpHeaders headers, byte[] body, long askedAt, long answeredAt) {

  /** The first value of a header, or null when it is absent. */
  public @Nullable String header(String name) {
    return headers.firstValue(name).orElse(null);
  }

  /** The moment the server says it answered, or null when it says none that can be read. */
  public @Nullable Instant date() {
    String date = header("Date");
    return date == null ? null : HttpDate.parse(date);
  }

  @Override
  public String toString() {
    return "Answer[status=" + status + ", length=" + body.length + "]";
  }
}
