package dev.keybearer.gateway.stage;

import dev.keybearer.gateway.call.Attachment;
import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.Ground;
import dev.keybearer.gateway.call.Refusal;
import dev.keybearer.gateway.call.Stage;
import dev.keybearer.gateway.call.Step;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Gives a call the token that goes on with it. No token, no call: a route that attaches one never
 * sends anything without.
 */
final class Attach implements Stage {
  private final TimeSource time;

  Attach(TimeSource time) {
    this.time = time;
  }

  @Override
  public Step take(Call call) {
    Attachment attachment = call.way().attachment();
    if (attachment == null) {
      return Step.Next.NEXT;
    }
    Token token = attachment.source().peek();
    if (token == null) {
      return new Step.Wait(() -> wait(call, attachment));
    }
    call.carries(token);
    return Step.Next.NEXT;
  }

  private Step wait(Call call, Attachment attachment) {
    Refusal refusal = renew(call, attachment);
    return refusal == null ? Step.Next.NEXT : new Step.Refuse(refusal);
  }

  /** Waits for a usable token; why there is none, or null when the call has one. */
  @Nullable Refusal renew(Call call, Attachment attachment) {
    try {
      call.carries(attachment.source().get(call.way().habits().patience()));
      return null;
    } catch (TokenFailure e) {
      return Refusal.of(Ground.NO_TOKEN, String.valueOf(e.getMessage()))
          .retryAfter(until(e.retryAt()));
    }
  }

  private @Nullable Duration until(@Nullable Instant moment) {
    return moment == null ? null : Duration.between(time.wall(), moment);
  }
}
