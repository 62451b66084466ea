package dev.keybearer.token.client;

import dev.keybearer.token.Prover;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.budget.Backoff;
import dev.keybearer.token.turnstile.Deadline;
import dev.keybearer.token.turnstile.Origin;
import dev.keybearer.token.turnstile.Turnstile;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One call: the sendings it takes until there is an answer for the caller. For one thread. */
final class Call<T> {
  /** How often a call waits because it was asked to. */
  static final int MOST_WAITS = 3;

  /** A nonce may end while a call waits for its turn; one that ends at once is no nonce. */
  private static final int MOST_NONCES = 2;

  private final Means means;
  private final HttpRequest request;
  private final Origin origin;
  private final BodyHandler<T> handler;
  private final Deadline deadline;
  private final HttpRequest.Builder next;
  private final Backoff backoff;
  private @Nullable String nonce;
  private int nonces;
  private boolean renewed;
  private int waits;

  Call(Means means, HttpRequest request, Origin origin, BodyHandler<T> handler) {
    this.means = means;
    this.request = request;
    this.origin = origin;
    this.handler = handler;
    this.deadline = deadline(request, means.time());
    this.next = HttpRequest.newBuilder(request, (name, value) -> !isOurs(name));
    this.backoff = new Backoff(means.random());
  }

  private static boolean isOurs(String name) {
    return name.equalsIgnoreCase("Authorization") || name.equalsIgnoreCase("DPoP");
  }

  private static Deadline deadline(HttpRequest request, TimeSource time) {
    Optional<Duration> timeout = request.timeout();
    return timeout.isPresent()
        ? Deadline.stated(timeout.get(), time)
        : Deadline.assumed(AuthorizedClient.LIMIT, time);
  }

  /** The answer for the caller; every other one has been let go by then. */
  HttpResponse<T> answer() throws IOException, InterruptedException {
    means.turnstiles().pass(origin, deadline);
    while (true) {
      Token token = token();
      HttpResponse<Body<T>> answer = means.client().send(authorized(token), this::sort);
      try (Body<T> body = answer.body()) {
        if (!(body instanceof UnreadBody<T> unread) || !again(answer, token, unread)) {
          return new Answered<>(request, answer, body.value());
        }
      }
    }
  }

  private Token token() throws InterruptedException {
    try {
      return means.source().get(deadline.patience());
    } catch (TokenFailure failure) {
      if (Thread.interrupted()) {
        throw (InterruptedException)
            new InterruptedException("interrupted while waiting for a token").initCause(failure);
      }
      throw failure;
    }
  }

  private HttpRequest authorized(Token token) throws HttpTimeoutException {
    try {
      next.setHeader("Authorization", token.authorizationHeader());
      String proof = token.proof(new Prover.Request(request.method(), request.uri(), nonce));
      if (proof != null) {
        next.setHeader("DPoP", proof);
      }
    } catch (IllegalArgumentException quotesTheToken) {
      throw new TokenFailure(
          TokenFailure.Kind.UNREACHABLE,
          "the token "
              + token.fingerprint()
              + " is not sent: it has characters that no header field may carry, which its issuer"
              + " has to mend",
          null,
          null);
    }
    if (deadline.stated()) {
      if (deadline.isOver()) {
        throw new HttpTimeoutException("no answer of " + origin + " within " + deadline.limit());
      }
      next.timeout(deadline.left());
    }
    return next.build();
  }

  /** Answers that may not be the last stay unread, everything else goes to the caller's handler. */
  private BodySubscriber<Body<T>> sort(ResponseInfo head) {
    return switch (head.statusCode()) {
      case 401, 429, 503 ->
          BodySubscribers.mapping(
              BodySubscribers.ofPublisher(),
              bytes -> new UnreadBody<>(head, handler, deadline, bytes));
      default -> BodySubscribers.mapping(handler.apply(head), Body.Read::new);
    };
  }

  /** Whether to send again; if so, the moment has come and the body is gone. */
  private boolean again(HttpResponse<?> answer, Token token, UnreadBody<T> body)
      throws IOException, InterruptedException {
    boolean asksForNonce = token.isBound() && takesNonce(answer);
    if (answer.statusCode() != 401) {
      return waits(Plea.of(answer, means.time()), body);
    }
    boolean sendable = asksForNonce ? Repetition.isReplayable(request) : renews(token);
    if (!sendable) {
      return false;
    }
    body.discard();
    means.turnstiles().pass(origin, deadline);
    return true;
  }

  /**
   * Whether a service asks for a nonce in the proof that it was not sent (RFC 9449 section 9): then
   * nothing is wrong with the token.
   */
  private boolean takesNonce(HttpResponse<?> answer) {
    String told = answer.headers().firstValue("DPoP-Nonce").orElse(null);
    boolean another = told != null && !told.equals(nonce) && nonces < MOST_NONCES;
    if (another) {
      nonce = told;
      nonces++;
    }
    return another;
  }

  /** Whether there is another token in place of the refused one. */
  private boolean renews(Token refused) throws InterruptedException {
    if (renewed) {
      return false; // a fresh token that is refused as well is hardly what is wrong
    }
    means.source().reject(refused);
    if (!Repetition.isReplayable(request) || deadline.isOver()) {
      return false;
    }
    renewed = !token().fingerprint().equals(refused.fingerprint());
    return renewed;
  }

  /** Whether it was worth waiting; the window is the others' as well, even if this call ends. */
  private boolean waits(Plea plea, UnreadBody<T> body) throws IOException, InterruptedException {
    if (!plea.concernsAll() && !Repetition.isIdempotent(request)) {
      return false;
    }
    Turnstiles turnstiles = means.turnstiles();
    Turnstile turnstile = plea.concernsAll() ? turnstiles.at(origin) : turnstiles.alone(origin);
    turnstile.shut(plea.pause(backoff));
    if (waits == MOST_WAITS || !Repetition.isReplayable(request)) {
      return false;
    }
    try (Turnstile.Place place = turnstile.join(deadline)) {
      if (place == null) {
        return false;
      }
      waits++;
      body.discard();
      if (!place.await()) {
        throw new CallHeldBack(turnstile.heldBack(), deadline);
      }
    }
    if (!plea.concernsAll()) {
      turnstiles.pass(origin, deadline);
    }
    return true;
  }
}
