package dev.keybearer.gateway.call;

import dev.keybearer.gateway.field.Challenge;
import dev.keybearer.gateway.field.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's own answer to a call.
 *
 * @param status of the answer
 * @param error the code that the caller is told
 * @param detail what was found, for ledger and log only; no token, no secret, no body
 * @param fields of the answer
 */
public record Refusal(Ground ground, int status, String error, String detail, List<Field> fields) {
  /** A refusal. */
  public Refusal {
    fields = List.copyOf(fields);
  }

  /** For this reason. */
  public static Refusal of(Ground ground, String detail) {
    return new Refusal(ground, ground.status(), ground.error(), detail, List.of());
  }

  /** With a challenge that says how to come in. */
  public static Refusal of(Ground ground, Challenge challenge, String detail) {
    String error = challenge.error() == null ? ground.error() : challenge.error();
    return new Refusal(ground, challenge.status(), error, detail, challenge.fields());
  }

  /** The same with one more field. */
  public Refusal with(Field field) {
    List<Field> more = new ArrayList<>(fields);
    more.add(field);
    return new Refusal(ground, status, error, detail, more);
  }

  /** The same, saying when to come again; rounded up, for too early is refused again. */
  public Refusal retryAfter(@Nullable Duration wait) {
    if (wait == null) {
      return this;
    }
    long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
    return with(Field.of("Retry-After", Long.toString(seconds)));
  }
}
