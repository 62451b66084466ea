package dev.keybearer.token.verification;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.keybearer.token.Event;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.budget.Backoff;
import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.http.NotJson;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.verification.TokenCheck.Finding;
import dev.keybearer.token.verification.Verdict.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What an issuer said about tokens that only it can read. Each is asked about once at a time; a
 * good one that is in use is asked about again behind its users, so that they wait once only.
 *
 * <pre>
 *   asked          again          ends
 *     |---- known ---|-- known ----|---- asked before anybody gets an answer
 *                    ^ asked behind the next user from here on
 * </pre>
 */
final class AskedTokens {
  /** How long an issuer's yes counts; that is how late an end at the issuer is noticed here. */
  private static final Duration ACTIVE_FOR = Duration.ofSeconds(30);

  /** How long its no counts: a token may be presented before all of the issuer knows it. */
  private static final Duration INACTIVE_FOR = Duration.ofSeconds(5);

  private static final int MOST_INACTIVE = 1_000;

  /** More tokens than these are not asked about at once: who comes then is told so. */
  private static final int MOST_FLIGHTS = 256;

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private static final Refused INACTIVE =
      Refused.of(Reason.INACTIVE, "its issuer says that it is not active");

  private final Expectation expectation;
  private final TokenCheck check;
  private final Means means;
  private final TimeSource time;
  private final Cache<Digest, Known> active;
  private final Cache<Digest, Known> inactive;
  private final ConcurrentHashMap<Digest, Flight> flights = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock(); // guards backoff and nextAttempt
  private final Backoff backoff;
  private long nextAttempt;

  AskedTokens(Expectation expectation, TokenCheck check, Means means, int most) {
    this.expectation = expectation;
    this.check = check;
    this.means = means;
    this.time = means.time();
    this.backoff = new Backoff(means.random());
    this.nextAttempt = time.nanos();
    this.active = Caffeine.newBuilder().maximumSize(most).executor(Runnable::run).build();
    this.inactive =
        Caffeine.newBuilder().maximumSize(MOST_INACTIVE).executor(Runnable::run).build();
  }

  /** What the issuer says, now or a moment ago. */
  Verdict judge(Digest digest, String token, Duration patience) {
    long now = time.nanos();
    Known known = active.getIfPresent(digest);
    if (known == null) {
      known = inactive.getIfPresent(digest);
    }
    if (known != null && now - known.ends() < 0) {
      if (now - known.again() >= 0 && mayAsk(now)) {
        behind(digest, token);
      }
      return known.verdict();
    }
    return asked(digest, token, patience);
  }

  void drop(Digest digest) {
    active.invalidate(digest);
    inactive.invalidate(digest);
  }

  @SuppressWarnings("CheckReturnValue") // nobody waits for this flight
  private void behind(Digest digest, String token) {
    try {
      flight(digest, token);
    } catch (VerificationFailure crowded) {
      // The answer that is known still counts; the next user tries again.
    }
  }

  private Verdict asked(Digest digest, String token, Duration patience) {
    return flight(digest, token).await(time, patience);
  }

  private Flight flight(Digest digest, String token) {
    Flight under = flights.get(digest);
    if (under != null) {
      return under;
    }
    if (!mayAsk(time.nanos())) {
      throw failure("issuer " + expectation.issuer().name() + " could not be asked just now");
    }
    if (flights.size() >= MOST_FLIGHTS) {
      throw failure(
          MOST_FLIGHTS + " tokens of " + expectation.issuer().name() + " are asked about");
    }
    Flight mine = new Flight();
    Flight other = flights.putIfAbsent(digest, mine);
    if (other != null) {
      return other;
    }
    try {
      means.executor().execute(() -> fly(mine, digest, token));
    } catch (RejectedExecutionException e) {
      flights.remove(digest, mine);
      throw failure("too many questions wait for an issuer, or everything has been closed");
    }
    return mine;
  }

  /** One question, on a thread of the executor; the outermost place that sees a bug. */
  private void fly(Flight flight, Digest digest, String token) {
    Object outcome;
    try {
      outcome = keep(digest, token, check.ask(token, LIMIT));
      answered();
    } catch (VerificationFailure e) {
      outcome = e;
      unanswered();
    } catch (RuntimeException | Error e) {
      means.bug("asking issuer " + expectation.issuer().name() + " about a token", e);
      outcome = new VerificationFailure("a bug, see the log", null);
    }
    flights.remove(digest, flight);
    flight.land(outcome);
  }

  private Verdict keep(Digest digest, String token, Finding finding) {
    long now = time.nanos();
    Instant wall = time.wall();
    Verdict verdict = verdict(finding, wall);
    boolean wasActive = active.getIfPresent(digest) != null;
    if (verdict instanceof Verified verified) {
      long left = life(verified.claims(), wall);
      active.put(digest, new Known(verdict, now + left / 2, now + left));
      return verdict;
    }
    active.invalidate(digest);
    long ends = now + INACTIVE_FOR.toNanos();
    inactive.put(digest, new Known(verdict, ends, ends));
    if (wasActive) {
      means
          .events()
          .offer(
              new Event.TokenTurnedInactive(
                  wall, expectation.issuer().name(), means.fingerprinter().of(Secret.of(token))));
    }
    return verdict;
  }

  private Verdict verdict(Finding finding, Instant now) {
    if (!(finding instanceof Finding.Active yes)) {
      return INACTIVE;
    }
    JsonObject claims;
    try {
      claims = JsonObject.parse(yes.claims());
    } catch (NotJson e) {
      throw failure(
          "the answer of issuer " + expectation.issuer().name() + " is " + e.getMessage());
    }
    String identity = expectation.issuer().identity();
    if (identity != null && claims.has("iss") && !identity.equals(claims.text("iss"))) {
      return Refused.of(Reason.ISSUER, "the answer names another issuer");
    }
    Refused refused =
        ClaimRule.first(new ClaimRule.Subject(expectation, null, claims, true, now.toEpochMilli()));
    return refused == null ? new Verified(expectation, new Claims(claims)) : refused;
  }

  private static long life(Claims claims, Instant now) {
    long left = ACTIVE_FOR.toMillis();
    if (claims.expires() >= 0) {
      left = Math.min(left, Math.max(0, claims.expires() - now.toEpochMilli()));
    }
    return Duration.ofMillis(left).toNanos();
  }

  private boolean mayAsk(long now) {
    lock.lock();
    try {
      return now - nextAttempt >= 0;
    } finally {
      lock.unlock();
    }
  }

  private void answered() {
    lock.lock();
    try {
      backoff.succeeded();
    } finally {
      lock.unlock();
    }
  }

  /** Failures of questions that left together count once. */
  private void unanswered() {
    lock.lock();
    try {
      long now = time.nanos();
      if (now - nextAttempt >= 0) {
        nextAttempt = now + backoff.failed(Backoff.UNAVAILABLE);
      }
    } finally {
      lock.unlock();
    }
  }

  private VerificationFailure failure(String message) {
    lock.lock();
    try {
      long wait = Math.max(0, nextAttempt - time.nanos());
      return new VerificationFailure(message, time.wall().plusNanos(wait));
    } finally {
      lock.unlock();
    }
  }

  /** An answer that was kept: asked for again from one moment on, and void from the other. */
  private record Known(Verdict verdict, long again, long ends) {}

  /** One question under way; it belongs to nobody who waits for it. */
  private static final class Flight {
    private final ReentrantLock lock = new ReentrantLock(); // guards outcome
    private final Condition landed = lock.newCondition();
    private @Nullable Object outcome;

    void land(Object result) {
      lock.lock();
      try {
        outcome = result;
        landed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    Verdict await(TimeSource time, Duration patience) {
      long deadline = time.nanos() + patience.toNanos();
      lock.lock();
      try {
        while (outcome == null) {
          if (!time.await(landed, deadline) && time.nanos() - deadline >= 0) {
            throw new VerificationFailure("the issuer did not say within " + patience, null);
          }
        }
        if (outcome instanceof VerificationFailure failure) {
          throw failure;
        }
        return (Verdict) outcome;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new VerificationFailure("interrupted while waiting for the issuer", null);
      } finally {
        lock.unlock();
      }
    }
  }
}
