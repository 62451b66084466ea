package dev.keybearer.simulator;

import dev.keybearer.simulator.http.Form;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request as a simulated host saw it.
 *
 * @param endpoint where it arrived
 * @param method as sent
 * @param path as sent, without the query
 * @param query as sent, or empty
 * @param headers by name without regard to case, the first value of each
 * @param body as sent
 * @param instant the world's time of its arrival
 * @param status what was answered, or 0 while there is no answer
 * @param fault what befell it, or null
 */
public record RecordedRequest(
    Endpoint endpoint,
    String method,
    String path,
    String query,
    Map<String, String> headers,
    String body,
    Instant instant,
    int status,
    @Nullable String fault) {
  /** The parameters of a form body, in the order sent. */
  public Map<String, String> form() {
    return Form.parse(body).asMap();
  }

  /** Where it arrived and how it ended; never what it carried. */
  @Override
  public String toString() {
    String end = status == 0 ? "no answer" : Integer.toString(status);
    return endpoint + " " + method + " " + path + " " + end + (fault == null ? "" : " " + fault);
  }
}
