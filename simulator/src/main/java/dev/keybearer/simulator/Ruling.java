package dev.keybearer.simulator;

import dev.keybearer.simulator.register.AccessToken;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How an issuer decides about a request for a token. */
sealed interface Ruling {
  /**
   * A yes.
   *
   * @param token the access token
   * @param refreshToken the refresh token that comes with it, or null
   * @param extras further members of the answer
   */
  record Granted(AccessToken token, @Nullable String refreshToken, Map<String, String> extras)
      implements Ruling {
    static Granted of(AccessToken token) {
      return new Granted(token, null, Map.of());
    }

    /**
     * What to tell the client of the token's life: all of it when it was issued for this very
     * request, however long that took, else what was left when the request arrived.
     */
    Duration life(Instant arrival) {
      Instant from = token.life().from();
      return Duration.between(from.isBefore(arrival) ? arrival : from, token.life().ends());
    }
  }

  /**
   * A no.
   *
   * @param status of the answer
   * @param error the code of RFC 6749 section 5.2
   * @param description for people
   */
  record Refused(int status, String error, String description) implements Ruling, Caller {
    static Refused of(String error, String description) {
      return new Refused(400, error, description);
    }

    static Refused grant(String description) {
      return of("invalid_grant", description);
    }

    static Refused request(String description) {
      return of("invalid_request", description);
    }

    static Refused client(String description) {
      return new Refused(401, "invalid_client", description);
    }
  }
}
