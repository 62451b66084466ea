package dev.keybearer.token.login;

import dev.keybearer.token.Issuer;
import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.secret.Secret;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an issuer answers to a device that begins a login (RFC 8628 section 3.2). All that a person
 * is going to see is checked: it ends up on a terminal.
 *
 * @param deviceCode what the device polls with
 * @param page where the person goes
 * @param completePage the same with the code in it, or null
 * @param life how long the codes are good for
 * @param interval how long to wait between two polls
 */
record Invitation(
    Secret deviceCode,
    String userCode,
    URI page,
    @Nullable URI completePage,
    Duration life,
    Duration interval) {
  /** RFC 8628 section 3.5: the interval where the issuer names none. */
  private static final Duration USUAL_INTERVAL = Duration.ofSeconds(5);

  /** Nobody is asked more often, whatever the answer says. */
  private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);

  private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(1);

  /** Issuers give a person minutes; a wait needs an end that somebody may live to see. */
  private static final Duration LONGEST_LIFE = Duration.ofHours(1);

  /** RFC 8628 section 6.1 speaks of eight characters; a person types no more than this. */
  private static final int LONGEST_USER_CODE = 64;

  private static final int LONGEST_ADDRESS = 2048;

  /** Reads the answer, or null when it lacks what a login needs. */
  static @Nullable Invitation parse(JsonObject answer) {
    String deviceCode = answer.text("device_code");
    String userCode = answer.text("user_code");
    // Some issuers keep to the name of an early draft.
    URI page =
        address(
            answer.text(answer.has("verification_uri") ? "verification_uri" : "verification_url"));
    Duration life = seconds(answer.number("expires_in"), LONGEST_LIFE);
    if (deviceCode == null || deviceCode.isEmpty() || page == null || life == null) {
      return null;
    }
    if (userCode == null || !isVisible(userCode, LONGEST_USER_CODE)) {
      return null;
    }
    Duration interval = seconds(answer.number("interval"), LONGEST_INTERVAL);
    return new Invitation(
        Secret.of(deviceCode),
        userCode,
        page,
        address(answer.text("verification_uri_complete")),
        life,
        interval == null ? USUAL_INTERVAL : interval);
  }

  /** A number above zero, held between a second and the bound; null when it is none. */
  private static @Nullable Duration seconds(@Nullable BigDecimal number, Duration most) {
    if (number == null || number.signum() <= 0) {
      return null;
    }
    if (number.compareTo(BigDecimal.valueOf(most.toSeconds())) >= 0) {
      return most;
    }
    Duration whole = Duration.ofMillis(number.movePointRight(3).longValue());
    return whole.compareTo(SHORTEST_INTERVAL) < 0 ? SHORTEST_INTERVAL : whole;
  }

  private static @Nullable URI address(@Nullable String text) {
    if (text == null || !isVisible(text, LONGEST_ADDRESS)) {
      return null;
    }
    try {
      URI address = URI.create(text);
      Issuer.requirePrivate(address);
      return address;
    } catch (IllegalArgumentException e) {
      return null; // no address that a person may be sent to
    }
  }

  private static boolean isVisible(String text, int longest) {
    return !text.isBlank()
        && text.length() <= longest
        && text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
  }
}
