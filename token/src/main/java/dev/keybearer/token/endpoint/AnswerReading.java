package dev.keybearer.token.endpoint;

import dev.keybearer.token.Habits;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.budget.RetryAfter;
import dev.keybearer.token.http.Answer;
import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.http.NotJson;
import dev.keybearer.token.secret.Secret;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a token endpoint answered (RFC 6749 section 5) and says what it means. Nothing of the
 * answer but the error code, when it has the shape of one, finds its way into a message.
 */
final class AnswerReading {
  /** Longer access tokens than this do not fit the header limits of common servers. */
  private static final int LONGEST_TOKEN = 32 * 1024;

  private static final int LONGEST_CODE = 64;

  /** What tokens are called that nothing else is needed with (RFC 6750). */
  static final String BEARER = "Bearer";

  /** Lives are kept in milliseconds; less is nothing. */
  private static final BigDecimal SHORTEST_LIFE = new BigDecimal("0.001");

  private final Habits habits;
  private final String place;
  private final String type;

  /** Reads answers of an issuer with these habits, with tokens of this type. */
  AnswerReading(Habits habits, String place, String type) {
    this.habits = habits;
    this.place = place;
    this.type = type;
  }

  /** What the answer means; {@code sender} is the issuer's clock when it wrote it. */
  Reply read(Answer answer, Instant sender) {
    JsonObject body = parse(answer);
    if (answer.status() == 200) {
      return body == null
          ? new Reply.Unanswered(
              place + " answered 200 with something else than a JSON object", true)
          : granted(answer, body);
    }
    return denied(answer, body, sender);
  }

  private static @Nullable JsonObject parse(Answer answer) {
    try {
      return JsonObject.parse(answer.body());
    } catch (NotJson e) {
      return null;
    }
  }

  private Reply granted(Answer answer, JsonObject body) {
    String refresh = body.text("refresh_token");
    Secret successor = refresh == null || refresh.isBlank() ? null : Secret.of(refresh);
    String access = body.text("access_token");
    if (access == null || !isToken(access)) {
      String what = place + " answered 200 without a usable access_token";
      return new Reply.Unanswered(what, true, successor);
    }
    if (!type.equalsIgnoreCase(body.text("token_type"))) {
      return otherType(successor);
    }
    return new Reply.Granted(
        Secret.of(access),
        type,
        life(body),
        scopes(body),
        successor,
        answer.askedAt(),
        answer.answeredAt());
  }

  /** Who wants a token that is bound to a key does not go on with one that anybody can use. */
  private Reply otherType(@Nullable Secret successor) {
    String what = place + " answered with a token of another type than " + type;
    return type.equals(BEARER)
        ? new Reply.Unanswered(what + ", which cannot be used", true, successor)
        : new Reply.Denied(
            Habits.Meaning.REFUSED,
            "",
            what + ": let this client have DPoP-bound tokens there, or ask for plain ones",
            null,
            successor);
  }

  /** A number, or its digits in a string as some issuers write it; anything else is no life. */
  private static @Nullable BigDecimal life(JsonObject body) {
    BigDecimal life = body.number("expires_in");
    String text = body.text("expires_in");
    if (life == null && text != null && text.matches("[0-9]{1,18}")) {
      life = new BigDecimal(text);
    }
    return life != null && life.compareTo(SHORTEST_LIFE) >= 0 ? life : null;
  }

  /**
   * Words in one text, or in a list as some issuers write them. Silence grants what was asked for;
   * what cannot be read grants nothing.
   */
  private static @Nullable Scopes scopes(JsonObject body) {
    String text = body.text("scope");
    List<String> texts = text == null ? body.texts("scope") : List.of(text);
    if (texts != null) {
      return Scopes.parse(String.join(" ", texts));
    }
    return body.has("scope") && !body.isNull("scope") ? Scopes.none() : null;
  }

  /** The characters of RFC 6750 section 2.1 and a little more: visible ASCII, no space. */
  private static boolean isToken(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST_TOKEN
        && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  private Reply denied(Answer answer, @Nullable JsonObject body, Instant sender) {
    String error = body == null ? "" : code(body.text("error"));
    String description = body == null ? null : body.text("error_description");
    Habits.Meaning meaning =
        meaning(answer.status(), error, description == null ? "" : description);
    String what = place + " answered " + answer.status() + (error.isEmpty() ? "" : " " + error);
    return new Reply.Denied(
        meaning,
        error,
        what + remedy(meaning),
        RetryAfter.parse(answer.header("Retry-After"), sender));
  }

  private Habits.Meaning meaning(int status, String error, String description) {
    String text = description.toLowerCase(Locale.ROOT);
    for (Habits.Reading reading : habits.readings()) {
      if (reading.status() == status
          && (reading.error() == null || error.equals(reading.error()))
          && text.startsWith(reading.text().toLowerCase(Locale.ROOT))) {
        return reading.meaning();
      }
    }
    return standardMeaning(status, error);
  }

  /**
   * RFC 6749 section 5.2. A refusal without an error code comes from something in between, such as
   * a proxy or a firewall, and is not taken for the issuer's last word. With a code, 401 says that
   * the client was not authenticated, whatever the code (Keycloak calls it unauthorized_client),
   * unless it names the grant.
   */
  private static Habits.Meaning standardMeaning(int status, String error) {
    if (status == 429) {
      return Habits.Meaning.THROTTLED;
    }
    if (status >= 500 || status == 408) {
      return Habits.Meaning.OUTAGE;
    }
    if (status == 401 && !error.isEmpty() && !error.equals("invalid_grant")) {
      return Habits.Meaning.CLIENT_REJECTED;
    }
    return switch (error) {
      case "invalid_client" -> Habits.Meaning.CLIENT_REJECTED;
      case "invalid_grant" -> Habits.Meaning.GRANT_REJECTED;
      case "", "server_error", "temporarily_unavailable" -> Habits.Meaning.OUTAGE;
      default -> Habits.Meaning.REFUSED;
    };
  }

  private String remedy(Habits.Meaning meaning) {
    return switch (meaning) {
      case CLIENT_REJECTED -> ": " + habits.hint();
      case GRANT_REJECTED ->
          ": the refresh token, code or assertion is used up, expired or revoked";
      case REFUSED -> ": check that this client may use this grant with these scopes";
      case THROTTLED -> ": it asks for fewer requests";
      case OUTAGE -> "";
    };
  }

  /** An error code as RFC 6749 allows it; anything else is not repeated. */
  private static String code(@Nullable String text) {
    if (text == null || text.length() > LONGEST_CODE || !text.matches("[A-Za-z0-9_.-]+")) {
      return "";
    }
    return text;
  }
}
