package dev.keybearer.token.endpoint;

import dev.keybearer.token.Habits;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.secret.Secret;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of one request to a token endpoint. */
public sealed interface Reply {
  /**
   * The refresh token that came, or null: it takes the place of the one that was shown, whatever
   * the rest of the answer is good for.
   */
  @Nullable Secret successor();

  /**
   * A token.
   *
   * @param type as it is written in the {@code Authorization} field
   * @param life seconds as the issuer wrote them, or null when it wrote nothing usable
   * @param scopes what was granted, or null when it is what was asked for
   * @param refresh a refresh token, or null when none came
   * @param askedAt monotonic nanoseconds before the request was sent
   * @param answeredAt monotonic nanoseconds after the answer was read
   */
  record Granted(
      Secret access,
      String type,
      @Nullable BigDecimal life,
      @Nullable Scopes scopes,
      @Nullable Secret refresh,
      long askedAt,
      long answeredAt)
      implements Reply {
    @Override
    public @Nullable Secret successor() {
      return refresh;
    }
  }

  /**
   * A clear no.
   *
   * @param error the error code of RFC 6749 or RFC 8628, or empty
   * @param message what was asked, what came back and what to do
   * @param retryAfter how long the issuer wants to be left alone, or null when it does not say
   */
  record Denied(
      Habits.Meaning meaning,
      String error,
      String message,
      @Nullable Duration retryAfter,
      @Nullable Secret successor)
      implements Reply {
    /** A no that brought nothing. */
    public Denied(
        Habits.Meaning meaning, String error, String message, @Nullable Duration retryAfter) {
      this(meaning, error, message, retryAfter, null);
    }
  }

  /**
   * No answer that can be used.
   *
   * @param mayHaveActed whether the issuer may have done what was asked
   */
  record Unanswered(String message, boolean mayHaveActed, @Nullable Secret successor)
      implements Reply {
    /** Nothing came. */
    public Unanswered(String message, boolean mayHaveActed) {
      this(message, mayHaveActed, null);
    }
  }
}
