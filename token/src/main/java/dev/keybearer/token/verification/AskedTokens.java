package dev.keybearer.token.verification;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.keybearer.token.Event;
import dev.keybearer.token.Fingerprint;
import dev.keybearer.token.Limits;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.background.Pause;
import dev.keybearer.token.budget.AskBudget;
import dev.keybearer.token.budget.RetryAfter;
import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.http.NotJson;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.verification.TokenCheck.Finding;
import dev.keybearer.token.verification.Verdict.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
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
  private static final int MOST_QUESTIONS = 256;

  /** More than a thousand questions in a second are a flood of strangers, and wait. */
  private static final Duration ONE_QUESTION = Duration.ofMillis(1);

  /** As many as may be under way go at once. */
  private static final Limits PACE = new Limits(MOST_QUESTIONS, ONE_QUESTION);

  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** The pauses between probes of an issuer in trouble are about that long. */
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private static final Refused INACTIVE =
      Refused.of(Reason.INACTIVE, "its issuer says that it is not active");

  private static final Refused NO_TEXT =
      Refused.of(Reason.MALFORMED, "it has characters that no token has");

  private final Expectation expectation;
  private final TokenCheck check;
  private final Means means;
  private final TimeSource time;
  private final AskBudget budget;
  private final Cache<Digest, Known> active;
  private final Cache<Digest, Known> inactive;
  private final ConcurrentHashMap<Digest, Question> questions = new ConcurrentHashMap<>();
  private final Pause pause;

  AskedTokens(Expectation expectation, TokenCheck check, Means means, int most) {
    this.expectation = expectation;
    this.check = check;
    this.means = means;
    this.time = means.time();
    this.pause = new Pause(time);
    this.budget = new AskBudget(PACE, time.nanos(), means.random());
    this.active = Caffeine.newBuilder().maximumSize(most).executor(Runnable::run).build();
    this.inactive =
        Caffeine.newBuilder().maximumSize(MOST_INACTIVE).executor(Runnable::run).build();
  }

  Expectation expectation() {
    return expectation;
  }

  /** What the issuer says, now or a moment ago. */
  Verdict judge(Digest digest, String token, Duration patience) {
    Verdict known = judgeAtOnce(digest, token);
    return known == null ? question(digest, token).await(time, patience) : known;
  }

  /** What can be said without waiting for the issuer, or null. */
  @Nullable Verdict judgeAtOnce(Digest digest, String token) {
    Verdict known = recall(digest, token);
    return known != null || isText(token) ? known : NO_TEXT;
  }

  /** What the issuer said a moment ago, or null when it said nothing that still counts. */
  @Nullable Verdict recall(Digest digest, String token) {
    long now = time.nanos();
    Known known = known(digest, now);
    if (known == null) {
      return null;
    }
    if (now - known.again() >= 0 && questions.size() < MOST_QUESTIONS && budget.isClear(now)) {
      behind(digest, token);
    }
    return known.verdict();
  }

  /** Forgets a token; an answer that is under way comes to whoever waits, and is not kept. */
  void drop(Digest digest) {
    questions.remove(digest);
    active.invalidate(digest);
    inactive.invalidate(digest);
  }

  /**
   * Whether a check may put it into a header or an address: a stranger wrote it. RFC 6750 allows
   * fewer characters, and some issuers use more.
   */
  private static boolean isText(String token) {
    return token.chars().allMatch(c -> c > 0x20 && c < 0x7f);
  }

  /** An answer that still counts: by its age, and by the token's own end on the wall clock. */
  private @Nullable Known known(Digest digest, long now) {
    Known known = active.getIfPresent(digest);
    if (known == null) {
      known = inactive.getIfPresent(digest);
    }
    boolean counts = known != null && now - known.ends() < 0 && known.isBefore(time.wall());
    return counts ? known : null;
  }

  @SuppressWarnings("CheckReturnValue") // nobody waits for this question
  private void behind(Digest digest, String token) {
    try {
      question(digest, token);
    } catch (VerificationFailure crowded) {
      // The answer that is known still counts; the next user tries again.
    }
  }

  /** The question about this token that is under way, or a new one. */
  private Question question(Digest digest, String token) {
    Question other = questions.get(digest);
    if (other != null) {
      return other;
    }
    if (!budget.isClear(time.nanos())) {
      throw held();
    }
    if (questions.size() >= MOST_QUESTIONS) {
      throw again(
          MOST_QUESTIONS + " tokens of " + expectation.issuer().name() + " are asked about");
    }
    Question mine = new Question();
    other = questions.putIfAbsent(digest, mine);
    if (other != null) {
      return other;
    }
    long now = time.nanos();
    Known known = known(digest, now);
    if (known != null && now - known.again() < 0) {
      questions.remove(digest, mine); // another was answered since we looked
      mine.answered(known.verdict());
      return mine;
    }
    launch(mine, digest, token);
    return mine;
  }

  private void launch(Question question, Digest digest, String token) {
    try {
      means.executor().execute(() -> ask(question, digest, token));
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      questions.remove(digest, question);
      question.failed(
          again("too many questions wait for an issuer, or everything has been closed"));
    }
  }

  /** Asks, on a thread of the executor; the outermost place that sees a bug. */
  private void ask(Question question, Digest digest, String token) {
    try {
      long went = turn();
      Verdict verdict = verdict(answer(went, token), token, time.wall());
      keep(question, digest, token, known(verdict, went));
      questions.remove(digest, question);
      question.answered(verdict);
    } catch (VerificationFailure e) {
      questions.remove(digest, question);
      question.failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      questions.remove(digest, question);
      question.failed(again("everything has been closed"));
    } catch (RuntimeException | Error e) {
      means.bug("asking issuer " + expectation.issuer().name() + " about a token", e);
      questions.remove(digest, question);
      question.failed(again("a bug, see the log"));
    }
  }

  /**
   * The moment at which it goes: now, or as soon as the pace lets it, which is soon, since no more
   * than {@link #MOST_QUESTIONS} wait. Nobody waits for the end of a hold or of an outage.
   */
  private long turn() throws InterruptedException {
    long now = time.nanos();
    while (!budget.mayGo(now)) {
      if (!budget.isClear(now)) {
        throw held();
      }
      pause.until(now + ONE_QUESTION.toNanos());
      now = time.nanos();
    }
    return now;
  }

  /** Only what the issuer itself failed at is held against it, not what became of its answer. */
  private Finding answer(long went, String token) {
    boolean answered = false;
    try {
      Finding finding = check.ask(token, LIMIT);
      answered = true;
      return finding;
    } catch (VerificationFailure e) {
      hold(e.retryAt());
      throw e;
    } finally {
      if (answered) {
        budget.answered();
      } else {
        budget.unanswered(went, time.nanos());
      }
    }
  }

  /** F5: nobody is asked before the moment that it names. */
  private void hold(@Nullable Instant until) {
    if (until == null) {
      return;
    }
    Duration wait = Duration.between(time.wall(), until);
    Duration bounded = wait.compareTo(RetryAfter.CEILING) > 0 ? RetryAfter.CEILING : wait;
    if (!bounded.isNegative()) {
      budget.hold(time.nanos() + bounded.toNanos());
    }
  }

  /** Keeps an answer, unless the token was dropped while the question was under way. */
  private void keep(Question question, Digest digest, String token, Known known) {
    Known before = active.getIfPresent(digest);
    boolean good = known.verdict() instanceof Verified;
    questions.computeIfPresent(
        digest,
        (same, current) -> {
          if (current == question) {
            (good ? inactive : active).invalidate(digest);
            (good ? active : inactive).put(digest, known);
          }
          return current;
        });
    Instant now = time.wall();
    if (!good && before != null && before.isBefore(now)) {
      Fingerprint fingerprint = means.fingerprinter().of(Secret.of(token));
      String issuer = expectation.issuer().name();
      means.events().offer(new Event.TokenTurnedInactive(now, issuer, fingerprint));
    }
  }

  /** A yes counts from when it was asked for, since it may have been said at once. */
  private Known known(Verdict verdict, long went) {
    if (!(verdict instanceof Verified verified)) {
      long ends = time.nanos() + INACTIVE_FOR.toNanos();
      return new Known(verdict, ends, ends, Long.MAX_VALUE);
    }
    long end = verified.claims().expires();
    long life = ACTIVE_FOR.toNanos();
    return new Known(verdict, went + life / 2, went + life, end < 0 ? Long.MAX_VALUE : end);
  }

  private Verdict verdict(Finding finding, String token, Instant now) {
    if (finding instanceof Finding.Unclear unclear) {
      throw again(unclear.why());
    }
    if (!(finding instanceof Finding.Active yes)) {
      return INACTIVE;
    }
    JsonObject claims;
    try {
      claims = JsonObject.parse(yes.claims());
    } catch (NotJson e) {
      throw new VerificationFailure(
          "the answer of issuer " + expectation.issuer().name() + " is " + e.getMessage(), null);
    }
    String identity = expectation.issuer().identity();
    if (identity != null && claims.has("iss") && !identity.equals(claims.text("iss"))) {
      return Refused.of(Reason.ISSUER, "the answer names another issuer");
    }
    Refused refused =
        ClaimRule.first(new ClaimRule.Subject(expectation, null, claims, true, now.toEpochMilli()));
    return refused == null
        ? new Verified(expectation, new Claims(claims), TokenName.of(token, means.fingerprinter()))
        : refused;
  }

  private VerificationFailure held() {
    return again("issuer " + expectation.issuer().name() + " is not asked just now");
  }

  private VerificationFailure again(String message) {
    return new VerificationFailure(message, time.wall().plus(AGAIN));
  }

  /**
   * An answer that was kept: asked for again from one moment on, void from the other.
   *
   * @param until milliseconds since 1970 from when on the token has ended
   */
  private record Known(Verdict verdict, long again, long ends, long until) {
    boolean isBefore(Instant now) {
      return now.toEpochMilli() < until;
    }
  }
}
