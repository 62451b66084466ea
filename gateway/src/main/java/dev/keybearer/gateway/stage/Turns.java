package dev.keybearer.gateway.stage;

import dev.keybearer.gateway.call.Attachment;
import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.Ground;
import dev.keybearer.gateway.call.Refusal;
import dev.keybearer.gateway.call.Step;
import dev.keybearer.gateway.exchange.UpstreamHead;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.budget.RetryAfter;
import dev.keybearer.token.turnstile.Deadline;
import dev.keybearer.token.turnstile.Turnstile;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls wait where an upstream asks for patience: all that carry the same credential to it
 * wait in one row, since it is that credential that was used too often.
 */
final class Turns {
  /** How long to wait when an upstream says that it was asked too often, and nothing more. */
  private static final Duration UNSAID = Duration.ofSeconds(1);

  private final TimeSource time;
  private final Attach attach;

  Turns(TimeSource time, Attach attach) {
    this.time = time;
    this.attach = attach;
  }

  /** Goes on in its turn, or is refused with the time when that comes too late for it. */
  Step await(Call call, Supplier<Step> then) {
    Turnstile row = call.way().row();
    Turnstile.Place place = row.join(Deadline.stated(call.way().habits().patience(), time));
    return place == null
        ? new Step.Refuse(heldBack(row))
        : new Step.Wait(new Turn(call, place, then));
  }

  private Step passed(Call call, Supplier<Step> then) {
    Attachment attachment = call.way().attachment();
    Refusal refusal = attachment == null ? null : attach.renew(call, attachment);
    return refusal == null ? then.get() : new Step.Refuse(refusal);
  }

  private Refusal heldBack(Turnstile row) {
    var heldBack = row.heldBack();
    return Refusal.of(
            Ground.HELD_BACK,
            heldBack.origin()
                + " takes no calls until "
                + heldBack.until()
                + ", and "
                + heldBack.waiting()
                + " wait already")
        .retryAfter(Duration.between(time.wall(), heldBack.until()));
  }

  /** The upstream was asked too often: nobody else asks for as long as it says. */
  void shut(Call call, UpstreamHead head) {
    Duration asked = RetryAfter.parse(head.value("retry-after"), sender(head));
    call.way().row().shut(asked == null ? UNSAID : asked);
  }

  /** What counts calls down to none says before it refuses that the next one would be too much. */
  void heed(Call call, UpstreamHead head) {
    long allowed = number(head.value("inin-ratelimit-allowed"));
    if (allowed <= 0 || number(head.value("inin-ratelimit-count")) < allowed) {
      return;
    }
    long reset = number(head.value("inin-ratelimit-reset"));
    if (reset > 0) {
      Duration pause = Duration.ofSeconds(reset);
      boolean longer = pause.compareTo(RetryAfter.CEILING) > 0;
      call.way().row().shut(longer ? RetryAfter.CEILING : pause);
    }
  }

  /** A date in Retry-After counts from the sender's own clock (R6). */
  private Instant sender(UpstreamHead head) {
    String date = head.value("date");
    if (date == null) {
      return time.wall();
    }
    try {
      return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
    } catch (DateTimeException e) {
      return time.wall();
    }
  }

  private static long number(@Nullable String text) {
    boolean digits =
        text != null
            && !text.isEmpty()
            && text.length() <= 9
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? Long.parseLong(text) : -1;
  }

  /** A place in a row that is waited in; one that nobody waits in would stop all behind it. */
  private final class Turn implements Step.Work {
    private final Call call;
    private final Turnstile.Place place;
    private final Supplier<Step> then;

    Turn(Call call, Turnstile.Place place, Supplier<Step> then) {
      this.call = call;
      this.place = place;
      this.then = then;
    }

    @Override
    public Step decide() throws InterruptedException {
      try (place) {
        if (!place.await()) {
          return new Step.Refuse(heldBack(call.way().row()));
        }
      }
      return passed(call, then);
    }

    @Override
    public void abandon() {
      place.close();
    }
  }
}
