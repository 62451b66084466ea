package dev.keybearer.gateway.admin;

import dev.keybearer.gateway.admin.Acts.Act;
import dev.keybearer.gateway.admin.Acts.Ending;
import dev.keybearer.gateway.admin.Acts.Kind;
import dev.keybearer.token.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets things be done, each between two entries in the record: without the first nothing is done
 * (M5, A4). Safe for use by many threads.
 */
final class Effects {
  private static final System.Logger LOG = System.getLogger(Effects.class.getName());

  private static final Refusal UNRECORDED =
      Refusal.of(
          503,
          "not_recorded",
          "nothing was done, since it could not be recorded: see the log, and ask again");
  private static final Refusal UNKNOWN =
      Refusal.of(404, "not_found", "nothing of that name is known here");

  private final Acts acts;
  private final TimeSource time;

  Effects(Acts acts, TimeSource time) {
    this.acts = acts;
    this.time = time;
  }

  /** Takes note of what was not let through. */
  void denied(Act act) {
    try {
      acts.denied(act);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "call " + act.call() + ": denied, and not recorded", e);
    }
  }

  <T> Reply carryOut(Act act, Supplier<Outcome<T>> effect, Form<T> form) {
    try {
      acts.asked(act);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "call " + act.call() + ": not done nor recorded", e);
      return UNRECORDED.reply(act.call());
    }
    boolean judged = false;
    try {
      Outcome<T> outcome = effect.get();
      judged = true;
      ended(act, ending(outcome, form));
      return reply(act.call(), outcome, form);
    } finally {
      if (!judged) {
        ended(act, new Ending(Kind.FAILED, "a bug, see the log"));
      }
    }
  }

  private void ended(Act act, Ending ending) {
    try {
      acts.ended(act, ending);
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "call " + act.call() + ": " + ending.kind() + ", and the end is not recorded",
          e);
    }
  }

  private static <T> Ending ending(Outcome<T> outcome, Form<T> form) {
    return switch (outcome) {
      case Outcome.Done<T> done -> new Ending(Kind.DONE, form.words().apply(done.result()));
      case Outcome.NotFound<T> _ -> new Ending(Kind.NOT_FOUND, UNKNOWN.words());
      case Outcome.Refused<T> refused -> new Ending(Kind.REFUSED, refused.words());
      case Outcome.Failed<T> failed -> new Ending(Kind.FAILED, failed.words());
    };
  }

  private <T> Reply reply(String call, Outcome<T> outcome, Form<T> form) {
    return switch (outcome) {
      case Outcome.Done<T> done -> form.reply().apply(done.result());
      case Outcome.NotFound<T> _ -> UNKNOWN.reply(call);
      case Outcome.Refused<T> refused -> Refusal.of(409, "refused", refused.words()).reply(call);
      case Outcome.Failed<T> failed -> failure(failed.words(), failed.retryAt()).reply(call);
    };
  }

  private Refusal failure(String words, @Nullable Instant retryAt) {
    if (retryAt == null) {
      return Refusal.of(502, "failed", words);
    }
    Duration left = Duration.between(time.wall(), retryAt);
    long seconds = Math.max(1, left.plusSeconds(1).minusNanos(1).toSeconds());
    return Refusal.of(503, "failed", words).with("Retry-After", Long.toString(seconds));
  }

  /**
   * How something that was done is told.
   *
   * @param words for the record
   * @param reply for whoever asked
   */
  record Form<T>(Function<T, String> words, Function<T, Reply> reply) {}
}
