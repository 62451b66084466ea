package dev.keybearer.genesys.call;

import dev.keybearer.token.Issuer;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.turnstile.Deadline;
import dev.keybearer.token.turnstile.Origin;
import dev.keybearer.token.turnstile.Turnstile;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Calls to the API of Genesys Cloud with one source of tokens, whatever client sends them.
 *
 * <ul>
 *   <li>Each is sent with a token that is usable at that moment, within the rate that answers tell
 *       of; when the rate is used up calls wait for the next window.
 *   <li>401: that token is rejected at its source, and the call is sent once more with the next
 *       one. A second 401 is the answer, and so is the first when there is no other token.
 *   <li>429: all calls wait as told, three times at most each, and are let go one after another.
 *   <li>502, 503, 504: the answer, unless {@link Patience#replays()} says otherwise, and then only
 *       for calls that do no harm. None of them is held against the token.
 *   <li>A wait that would not end within the call's limit is not begun: the call fails at once and
 *       says when.
 * </ul>
 *
 * <p>Starts no thread; a call waits on its caller's. Safe for use by many threads.
 */
public final class ApiCalls {
  private final ApiCall.Means means;

  private ApiCalls(ApiCall.Means means) {
    this.means = means;
  }

  /** Calls to the API at one address, with the tokens of a source that are meant for it. */
  public static ApiCalls of(TokenSource source, URI api, Patience patience) {
    Issuer.requirePrivate(api);
    return of(source, Origin.of(api), patience, TimeSource.system());
  }

  static ApiCalls of(TokenSource source, Origin origin, Patience patience, TimeSource time) {
    return new ApiCalls(
        new ApiCall.Means(
            source,
            patience,
            origin,
            new Turnstile(origin, time),
            new RateGauge(time),
            () -> ThreadLocalRandom.current().nextDouble(),
            time));
  }

  /** When a call that begins now is over. */
  public Deadline deadline() {
    return Deadline.stated(means.patience().limit(), means.time());
  }

  /** How much of its rate each token has used. */
  public RateGauge gauge() {
    return means.gauge();
  }

  /** How many calls wait because the API asks for patience. */
  public int waiting() {
    return means.turnstile().waiting();
  }

  /**
   * The answer to a call that begins now.
   *
   * @throws TokenFailure when there is no usable token; nothing is sent without one
   * @throws ApiFailure of kind {@link ApiFailure.Kind#HELD_BACK} when the wait would be too long
   * @throws IOException when there is no answer
   * @throws InterruptedException when the calling thread is interrupted
   */
  public <A extends ApiAnswer> A answer(Sending<A> sending)
      throws IOException, InterruptedException {
    return answer(sending, deadline());
  }

  /** The answer to a call that has begun already. */
  public <A extends ApiAnswer> A answer(Sending<A> sending, Deadline deadline)
      throws IOException, InterruptedException {
    return new ApiCall<>(means, sending, deadline).answer();
  }
}
