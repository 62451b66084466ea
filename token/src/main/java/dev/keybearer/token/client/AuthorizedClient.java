package dev.keybearer.token.client;

import dev.keybearer.token.TimeSource;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.turnstile.Origin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Sends requests with a token that is alive, and stays polite when a service asks for patience.
 *
 * <pre>{@code
 * TokenSource source = sources.of(Credential.clientCredentials(issuer, "orders", secret));
 * URI api = URI.create("https://api.example.com");
 * AuthorizedClient orders = AuthorizedClient.of(HttpClient.newHttpClient(), source, api);
 * HttpRequest request = HttpRequest.newBuilder(api.resolve("/orders")).build();
 * String answer = orders.send(request, HttpResponse.BodyHandlers.ofString()).body();
 * }</pre>
 *
 * <ul>
 *   <li>401: the token is rejected at its source, and the request is sent once more with the next
 *       one. A second 401 is the answer, and so is the first when the source has no other token.
 *   <li>429, and 503 with {@code Retry-After}: every call to that origin waits as told, or after a
 *       429 that tells nothing for a random time from one second up. When the wait is over they are
 *       let go one after another. A call waits so at most three times.
 *   <li>503 without {@code Retry-After}: this call alone waits for a random time from one second
 *       up, if its method is idempotent.
 *   <li>Any other answer, 403 among them, is the answer. Redirects are not followed.
 * </ul>
 *
 * <p>A request is sent again only when its body can be: when it has none, or its publisher knows
 * its length. Such a publisher is subscribed to anew for each sending, as its contract allows. The
 * body handler sees the answer that is returned and no other.
 *
 * <p>The {@linkplain HttpRequest#timeout() timeout} of a request limits the whole call up to the
 * head of its answer: the wait for a token, for a turn, and every sending. A request without one is
 * not cut short while it is answered, but waits no longer than {@link #LIMIT}, and for a token no
 * longer than {@link TokenSource#PATIENCE}. A wait that would not end in time is not begun.
 *
 * <p>Safe for use by many threads. The {@link HttpClient} and the source stay the caller's to
 * close.
 */
public final class AuthorizedClient {
  /**
   * How long a call without a timeout waits in all, and how long it reads the body of a 401, 429 or
   * 503 that it returns. Rates are mostly counted by the minute.
   */
  public static final Duration LIMIT = Duration.ofSeconds(60);

  private final Means means;
  private final Destinations destinations;

  AuthorizedClient(Means means, Destinations destinations) {
    this.means = means;
    this.destinations = destinations;
  }

  /**
   * A client that sends the source's tokens to the given origins and nowhere else.
   *
   * @param client how requests travel; it may follow no redirect and hold no {@link
   *     java.net.Authenticator}, since either could part the token from its destination
   * @param origins where the token is meant for, such as {@code https://api.example.com}; with none
   *     it goes wherever a request is addressed, so name them when addresses come from outside
   * @throws IllegalArgumentException naming what does not fit
   */
  public static AuthorizedClient of(HttpClient client, TokenSource source, URI... origins) {
    TimeSource time = TimeSource.system();
    Means means =
        new Means(
            client,
            source,
            time,
            () -> ThreadLocalRandom.current().nextDouble(),
            new Turnstiles(time));
    return new AuthorizedClient(means, Destinations.of(client, origins));
  }

  /**
   * Sends a request with a token and returns the answer.
   *
   * <p>The returned {@link HttpResponse#request()} is the request given, which carries no token.
   *
   * @throws TokenFailure when there is no usable token; nothing is sent without one. It is
   *     unchecked, as everywhere in this library: it says which credential needs whose attention,
   *     and code that takes an {@link IOException} for a weak line and tries again must not meet it
   * @throws CallHeldBack when the service asks for patience beyond this call's limit, or too many
   *     calls wait already
   * @throws IllegalArgumentException when the token is not meant for the request's address
   * @throws java.net.http.HttpTimeoutException when the request's timeout passes
   * @throws IOException when there is no answer
   * @throws InterruptedException when the calling thread is interrupted
   */
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    Origin origin = destinations.require(request.uri());
    return new Call<>(means, request, origin, handler).answer();
  }
}
