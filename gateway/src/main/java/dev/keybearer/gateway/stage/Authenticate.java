package dev.keybearer.gateway.stage;

import dev.keybearer.gateway.call.Acceptance;
import dev.keybearer.gateway.call.Acceptance.Bearers;
import dev.keybearer.gateway.call.Acceptance.Proving;
import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.Ground;
import dev.keybearer.gateway.call.Refusal;
import dev.keybearer.gateway.call.Stage;
import dev.keybearer.gateway.call.Step;
import dev.keybearer.gateway.field.Credentials;
import dev.keybearer.gateway.field.Credentials.Presented;
import dev.keybearer.gateway.field.Handshake;
import dev.keybearer.gateway.limit.Guesses;
import dev.keybearer.gateway.limit.Guesses.Attempt;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.verification.Presentation;
import dev.keybearer.token.verification.Reason;
import dev.keybearer.token.verification.Verdict;
import dev.keybearer.token.verification.VerificationFailure;
import dev.keybearer.token.verification.Verified;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who calls. A token that can be judged at once is judged on the loop; for keys or
 * issuers that have to be asked first the call waits elsewhere.
 */
final class Authenticate implements Stage {
  private final TimeSource time;

  Authenticate(TimeSource time) {
    this.time = time;
  }

  @Override
  public Step take(Call call) {
    return switch (call.way().accept()) {
      case Acceptance.Anyone _ -> Step.Next.NEXT;
      case Bearers bearers -> presented(call, bearers);
    };
  }

  private Step presented(Call call, Bearers bearers) {
    return switch (Credentials.of(carried(call), call.path())) {
      case Credentials.None _ ->
          call.object(
              Refusal.of(
                  Ground.NO_CREDENTIALS,
                  bearers.challenger().absent(nonce(bearers)),
                  "it brought no credentials"));
      case Credentials.Malformed malformed ->
          call.object(
              Refusal.of(
                  Ground.MALFORMED_CREDENTIALS,
                  bearers.challenger().malformed(nonce(bearers)),
                  malformed.words()));
      case Presented presented -> judge(call, bearers, presented);
    };
  }

  /**
   * What the caller shows, as it stands or would stand in {@code Authorization}; null when that is
   * nothing. Two of them are none that would be understood (B2).
   */
  static @Nullable String shown(Call call) {
    String field = call.fields().authorization();
    Handshake.Wanted handshake = call.handshake();
    String token = handshake == null ? null : handshake.token();
    if (token == null) {
      return field;
    }
    return field == null ? "Bearer " + token : field + ", Bearer " + token;
  }

  /** The same, taken apart; that was done already with the field alone. */
  static @Nullable Credentials carried(Call call) {
    Handshake.Wanted handshake = call.handshake();
    if (handshake == null || handshake.token() == null) {
      return call.fields().credentials();
    }
    String shown = shown(call);
    return shown == null ? null : Credentials.of(shown);
  }

  private Step judge(Call call, Bearers bearers, Presented presented) {
    Proving proving = bearers.proving();
    Presentation presentation =
        new Presentation(
            presented.scheme(),
            presented.token(),
            call.request().link().certificate(),
            proving == null ? null : Proved.request(call, proving));
    Guesses guesses = call.way().habits().rates().guesses();
    return guesses == null
        ? judge(new Judging(call, bearers, presentation, null))
        : judge(call, bearers, presentation, guesses);
  }

  /** What is known needs no place: whoever shows it learns nothing that could be guessed. */
  private Step judge(Call call, Bearers bearers, Presentation presentation, Guesses guesses) {
    Verdict known = bearers.verifier().recall(presentation, Scopes.none());
    if (known != null) {
      return judged(call, bearers, presentation, known);
    }
    String subject = guesses.areOfSubjects() ? presentation.subject() : null;
    Attempt attempt = guesses.attempt(call.client(), subject, time.nanos());
    return attempt.held() == 0
        ? judge(new Judging(call, bearers, presentation, attempt))
        : call.object(
            Refusal.of(Ground.TOO_MANY_GUESSES, "its address has shown too many wrong tokens")
                .retryAfter(Duration.ofNanos(attempt.held())));
  }

  private Step judge(Judging judging) {
    Verdict verdict =
        judging.bearers().verifier().judgeAtOnce(judging.presentation(), Scopes.none());
    return verdict == null ? new Step.Wait(waiting(judging)) : judged(judging, verdict);
  }

  private Step.Work waiting(Judging judging) {
    return new Step.Work() {
      @Override
      public Step decide() {
        return patiently(judging);
      }

      @Override
      public void abandon() {
        judging.givenUp(time.nanos());
      }
    };
  }

  private Step patiently(Judging judging) {
    Call call = judging.call();
    Verdict verdict = null;
    try {
      verdict =
          judging
              .bearers()
              .verifier()
              .judge(judging.presentation(), call.way().habits().patience());
      return judged(judging, verdict);
    } catch (VerificationFailure e) {
      return call.object(
          Refusal.of(Ground.CANNOT_VERIFY, String.valueOf(e.getMessage()))
              .retryAfter(until(e.retryAt())));
    } finally {
      if (verdict == null) {
        judging.givenUp(time.nanos());
      }
    }
  }

  private Step judged(Judging judging, Verdict verdict) {
    Attempt attempt = judging.attempt();
    if (attempt != null) {
      attempt.judged(verdict, time.nanos());
    }
    return judged(judging.call(), judging.bearers(), judging.presentation(), verdict);
  }

  private static Step judged(
      Call call, Bearers bearers, Presentation presentation, Verdict verdict) {
    return switch (Proved.enough(bearers, presentation, verdict)) {
      case Verified verified -> {
        call.calledBy(verified);
        yield Step.Next.NEXT;
      }
      case Verdict.Refused refused ->
          call.object(
              Refusal.of(
                  refused.reason() == Reason.SCOPE ? Ground.NOT_ALLOWED : Ground.TOKEN_REFUSED,
                  bearers.challenger().refused(refused, presentation.scheme(), nonce(bearers)),
                  refused.detail()));
    };
  }

  /** What the caller is to put into its next proof, or null when that is nothing. */
  static @Nullable String nonce(Bearers bearers) {
    Proving proving = bearers.proving();
    return proving == null ? null : proving.nonce().get();
  }

  private @Nullable Duration until(@Nullable Instant moment) {
    return moment == null ? null : Duration.between(time.wall(), moment);
  }

  /**
   * A token that is being judged.
   *
   * @param attempt the place it has, or null where nobody counts
   */
  private record Judging(
      Call call, Bearers bearers, Presentation presentation, @Nullable Attempt attempt) {
    void givenUp(long now) {
      if (attempt != null) {
        attempt.givenUp(now);
      }
    }
  }
}
