package dev.keybearer.token.client;

import java.net.http.HttpRequest;
import java.util.Set;

/** Which requests can be sent again. */
final class Repetition {
  /** RFC 9110 section 9.2.2: sent twice, they do what they do when sent once. */
  private static final Set<String> IDEMPOTENT =
      Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

  private Repetition() {}

  /**
   * Whether the body can be sent again: there is none, or its publisher knows its length, as those
   * of bytes, text and files do and those of streams do not.
   */
  static boolean isReplayable(HttpRequest request) {
    return request.bodyPublisher().map(body -> body.contentLength() >= 0).orElse(true);
  }

  /** Whether no harm is done when a request that was answered with a failure had its effect. */
  static boolean isIdempotent(HttpRequest request) {
    return IDEMPOTENT.contains(request.method());
  }
}
