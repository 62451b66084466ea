package dev.keybearer.stream.live;

import dev.keybearer.stream.StreamFailure;
import dev.keybearer.stream.provider.Attempt;
import dev.keybearer.stream.provider.Dialled;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The steps of making a connection that block, and what their failures mean. */
final class Dialler {
  /** Longer than one answer of an issuer; a stream has time. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final StreamPlan plan;
  private final TimeSource time;

  Dialler(StreamPlan plan, TimeSource time) {
    this.plan = plan;
    this.time = time;
  }

  /** A usable token, whatever that takes. */
  Token token() {
    return plan.tokens().get(PATIENCE);
  }

  /** Makes ready what is to be connected to. */
  Dialled dial(Attempt attempt) {
    plan.preflight().check(attempt.token(), attempt.topics());
    return plan.endpoint().dial(attempt);
  }

  /** What an exception of any step means. */
  Death death(Throwable thrown) {
    Throwable cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (cause instanceof TokenFailure failure) {
      return ofToken(failure);
    }
    if (cause instanceof StreamFailure failure) {
      return ofStream(failure);
    }
    if (cause instanceof WebSocketHandshakeException refused) {
      return ofAnswer(refused.getResponse());
    }
    return new Death(Death.Kind.CLOSED, "could not be opened: " + name(cause), null);
  }

  /** The exception's kind alone: its text may name an address that opens something. */
  private static String name(Throwable cause) {
    return cause.getClass().getSimpleName();
  }

  private static Death ofToken(TokenFailure failure) {
    String message = String.valueOf(failure.getMessage());
    return switch (failure.kind()) {
      case REFUSED, NEEDS_LOGIN, SCOPE_MISSING, SECRET_UNREADABLE ->
          new Death(Death.Kind.CREDENTIAL, message, null, failure.retryAt());
      case THROTTLED, UNREACHABLE, STORE_UNUSABLE, OUT_OF_PATIENCE, CLOSED ->
          new Death(Death.Kind.CLOSED, message, null, failure.retryAt());
    };
  }

  private static Death ofStream(StreamFailure failure) {
    Death.Kind kind =
        switch (failure.kind()) {
          case UNAUTHENTICATED -> Death.Kind.UNAUTHENTICATED;
          case FORBIDDEN, MISPLANNED -> Death.Kind.FORBIDDEN;
          case CREDENTIAL -> Death.Kind.CREDENTIAL;
          case GONE -> Death.Kind.GONE;
          case CROWDED -> Death.Kind.CROWDED;
          case UNAVAILABLE, POSITION_UNUSABLE -> Death.Kind.CLOSED;
          case CURSOR_EXPIRED -> Death.Kind.CURSOR_EXPIRED;
        };
    return new Death(kind, String.valueOf(failure.getMessage()), null, failure.retryAt());
  }

  private Death ofAnswer(HttpResponse<?> answer) {
    int status = answer.statusCode();
    String reason = "the opening request was answered " + status;
    Instant retryAt = retryAt(answer.headers().firstValue("Retry-After").orElse(null));
    return switch (status) {
      case 401 -> new Death(Death.Kind.UNAUTHENTICATED, reason, null, retryAt);
      case 403 -> new Death(Death.Kind.FORBIDDEN, reason, null, retryAt);
      case 404, 410 -> new Death(Death.Kind.GONE, reason, null, retryAt);
      case 409, 429 -> new Death(Death.Kind.CROWDED, reason, null, retryAt);
      default ->
          new Death(status >= 500 ? Death.Kind.BROKEN : Death.Kind.CLOSED, reason, null, retryAt);
    };
  }

  private @Nullable Instant retryAt(@Nullable String seconds) {
    try {
      return seconds == null
          ? null
          : time.wall().plusSeconds(Math.min(86_400, Long.parseLong(seconds.trim())));
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
