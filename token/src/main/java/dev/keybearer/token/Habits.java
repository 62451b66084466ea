package dev.keybearer.token;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In what an issuer differs from the standards, as a value: nothing in this library asks which
 * issuer it talks to.
 *
 * @param readings what certain refusals really mean, tried in order before the standard meaning
 * @param hint what to look at when the issuer does not know the client
 * @param ending how it is asked to end a token early
 */
public record Habits(List<Reading> readings, String hint, Ending ending) {
  /** No habits of its own. */
  public static final Habits STANDARD =
      new Habits(
          List.of(), "check the client id and its secret, and that this issuer is the right one");

  /** Keeps a copy of the readings. */
  public Habits {
    readings = List.copyOf(readings);
  }

  /** Habits of an issuer that ends tokens as the standard says. */
  public Habits(List<Reading> readings, String hint) {
    this(readings, hint, Ending.POSTED);
  }

  /**
   * What a refusal of a certain look means.
   *
   * @param status the status it comes with
   * @param error its error code, or null for any
   * @param text how its description starts, in any case; empty for any
   */
  public record Reading(int status, @Nullable String error, String text, Meaning meaning) {}

  /** How an issuer is asked to end a token. */
  public enum Ending {
    /** The token stands in a form, and the client proves who it is (RFC 7009). */
    POSTED,
    /**
     * A DELETE is sent with the token itself, and with nothing else: access tokens only. A 401 says
     * that it is good no longer, which is what was wanted.
     */
    DELETED
  }

  /** What a refusal by the token endpoint means for the next attempt. */
  public enum Meaning {
    /** Ask less often. */
    THROTTLED,
    /** The issuer is in trouble; ask again later. */
    OUTAGE,
    /** The client or its secret is not accepted. */
    CLIENT_REJECTED,
    /** The refresh token, code or assertion is not accepted. */
    GRANT_REJECTED,
    /** The request will never be granted as it stands. */
    REFUSED
  }
}
