package dev.keybearer.benchmark.gateway;

import dev.keybearer.benchmark.tool.SignedTokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Shows that a side does what it is measured for: whoever checks nothing is no match. */
public final class Proof {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int GOOD = 200;
  private static final int REFUSED = 401;

  private Proof() {}

  /**
   * Calls with a good token and, where a side judges, with a forged one and without any.
   *
   * @throws IOException when an answer is another than expected
   */
  public static void of(Side side, int port, SignedTokens tokens)
      throws IOException, InterruptedException {
    expect(side, "a good token", status(port, tokens.texts().getFirst()), GOOD);
    if (side.judges()) {
      expect(side, "a forged token", status(port, tokens.forged()), REFUSED);
      expect(side, "no token", status(port, null), REFUSED);
      expect(side, "a good token again", status(port, tokens.texts().getFirst()), GOOD);
    }
  }

  /** How a call is answered that shows this token. */
  static int status(int port, @Nullable String token) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/orders/4711?limit=20"))
            .timeout(PATIENCE);
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  private static void expect(Side side, String what, int status, int expected) throws IOException {
    if (status != expected) {
      throw new IOException(
          side.words() + " answers " + what + " with " + status + " instead of " + expected);
    }
  }
}
