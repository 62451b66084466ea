package dev.keybearer.token.renewal;

import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.budget.Backoff;
import dev.keybearer.token.endpoint.Reply;
import dev.keybearer.token.secret.SecretFailure;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why an attempt to renew failed, and what follows for the next.
 *
 * @param lasting whether waiting does not help: callers are told at once instead of made to wait
 * @param pace how the pauses between attempts grow
 * @param hold how long the issuer asked to be left alone, or null
 * @param outage whether the issuer is to blame, so that its other credentials should hold back too
 * @param unclear whether the issuer may have exchanged the refresh token that it was shown: it
 *     takes the used one again for a few seconds only, if at all
 */
record Trouble(
    TokenFailure.Kind kind,
    String message,
    boolean lasting,
    Backoff.Pace pace,
    @Nullable Duration hold,
    boolean outage,
    boolean unclear) {
  /** Something that passes by itself. */
  static Trouble passing(TokenFailure.Kind kind, String message) {
    return new Trouble(kind, message, false, Backoff.TRANSPORT, null, false, false);
  }

  /** The issuer gave no answer that can be used. */
  static Trouble outage(String message) {
    return new Trouble(
        TokenFailure.Kind.UNREACHABLE, message, false, Backoff.TRANSPORT, null, true, false);
  }

  /** The issuer answered that it is in trouble. */
  static Trouble unavailable(String message, @Nullable Duration hold) {
    return new Trouble(
        TokenFailure.Kind.UNREACHABLE, message, false, Backoff.UNAVAILABLE, hold, true, false);
  }

  /** The issuer wants fewer requests. */
  static Trouble throttled(String message, @Nullable Duration hold) {
    return new Trouble(
        TokenFailure.Kind.THROTTLED, message, false, Backoff.THROTTLED, hold, false, false);
  }

  /** Something that only a change elsewhere mends. */
  static Trouble lasting(TokenFailure.Kind kind, String message) {
    return new Trouble(kind, message, true, Backoff.REFUSED, null, false, false);
  }

  /** The secret cannot be read: callers are told at once, and it is tried again before long. */
  static Trouble unreadable(SecretFailure failure) {
    boolean lasting = failure.kind() != SecretFailure.Kind.UNREACHABLE;
    return new Trouble(
        TokenFailure.Kind.SECRET_UNREADABLE,
        String.valueOf(failure.getMessage()),
        lasting,
        Backoff.TRANSPORT,
        null,
        false,
        false);
  }

  /** The token that is to be exchanged cannot be had from its own source. */
  static Trouble withoutSubject(TokenFailure failure) {
    boolean lasting =
        switch (failure.kind()) {
          case THROTTLED, UNREACHABLE, OUT_OF_PATIENCE -> false;
          case REFUSED, NEEDS_LOGIN, SCOPE_MISSING, SECRET_UNREADABLE, STORE_UNUSABLE, CLOSED ->
              true;
        };
    return new Trouble(
        TokenFailure.Kind.SECRET_UNREADABLE,
        "the token to exchange cannot be had: " + failure.getMessage(),
        lasting,
        Backoff.TRANSPORT,
        null,
        false,
        false);
  }

  /** What came is over already. */
  static Trouble endedBefore(String credential) {
    return passing(
        TokenFailure.Kind.UNREACHABLE,
        "the token of " + credential + " had ended before it arrived");
  }

  /** A bug of ours; the attempt is repeated like any that failed. */
  static Trouble bug(String credential) {
    return passing(
        TokenFailure.Kind.UNREACHABLE, "renewing " + credential + " failed on a bug; see the log");
  }

  /** Somebody waited as long as it was willing to; {@code known} is what went wrong meanwhile. */
  static Trouble outOfPatience(String credential, Duration patience, @Nullable Trouble known) {
    String what = "no token for " + credential + " within " + patience;
    return passing(
        TokenFailure.Kind.OUT_OF_PATIENCE, known == null ? what : what + ": " + known.message());
  }

  /** Nothing comes from a source that is closed. */
  static Trouble closed(String credential) {
    return passing(TokenFailure.Kind.CLOSED, "the source of " + credential + " is closed");
  }

  /** The credential's own pace allows no attempt yet. */
  static Trouble tooOften(String credential) {
    return throttled("credential " + credential + " has been renewed too often", null);
  }

  /** What a reply that brought no token means. */
  static Trouble of(Reply reply) {
    if (reply instanceof Reply.Unanswered unanswered) {
      return outage(unanswered.message());
    }
    if (!(reply instanceof Reply.Denied denied)) {
      throw new IllegalArgumentException("a granted token is no trouble");
    }
    return switch (denied.meaning()) {
      case THROTTLED -> throttled(denied.message(), denied.retryAfter());
      case OUTAGE -> unavailable(denied.message(), denied.retryAfter());
      case CLIENT_REJECTED, GRANT_REJECTED, REFUSED ->
          lasting(TokenFailure.Kind.REFUSED, denied.message());
    };
  }

  /** The same for a request that showed a refresh token. */
  static Trouble ofRefresh(Reply reply) {
    Trouble met = of(reply);
    boolean lost =
        reply instanceof Reply.Unanswered unanswered
            && unanswered.mayHaveActed()
            && unanswered.successor() == null;
    return new Trouble(met.kind, met.message, met.lasting, met.pace, met.hold, met.outage, lost);
  }

  /** The failure that one caller sees: a new one for each, since stacks differ. */
  TokenFailure failure(@Nullable Instant retryAt) {
    return new TokenFailure(kind, message, retryAt, null);
  }
}
