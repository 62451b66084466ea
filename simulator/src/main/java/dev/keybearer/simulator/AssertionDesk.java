package dev.keybearer.simulator;

import dev.keybearer.simulator.jose.Algorithm;
import dev.keybearer.simulator.jose.Jws;
import dev.keybearer.simulator.register.Ephemeral;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Judges JWT assertions per RFC 7523 section 3: signed by a key of the client that {@code iss}
 * names, meant for this issuer, not expired, and its {@code jti}, where there is one, never seen.
 */
final class AssertionDesk {
  private final Authority authority;
  private final Ephemeral<Boolean> seen = new Ephemeral<>();

  AssertionDesk(Authority authority) {
    this.authority = authority;
  }

  /** Who an assertion says it is from, not yet judged; empty when it says nothing. */
  static String claimedIssuer(String compact) {
    try {
      return Json.parse(Jws.parse(compact).payload()).path("iss").asString("");
    } catch (IllegalArgumentException | JacksonException e) {
      return "";
    }
  }

  /** Who signed an assertion and for whom, or what is wrong with it. */
  Finding judge(String compact, Function<String, @Nullable RegisteredClient> clients) {
    Jws assertion;
    JsonNode header;
    JsonNode claims;
    try {
      assertion = Jws.parse(compact);
      header = Json.parse(assertion.header());
      claims = Json.parse(assertion.payload());
    } catch (IllegalArgumentException | JacksonException e) {
      return Finding.problem("not a signed JWT");
    }
    RegisteredClient client = clients.apply(claims.path("iss").asString(""));
    if (client == null) {
      return Finding.problem("iss is not a known client");
    }
    Algorithm algorithm = Algorithm.parse(header.path("alg").asString("")).orElse(null);
    boolean signed =
        algorithm != null
            && client.acceptedKeys().stream().anyMatch(key -> assertion.isSignedBy(key, algorithm));
    return signed ? judge(claims, client) : Finding.problem("no key of the client signed it");
  }

  private Finding judge(JsonNode claims, RegisteredClient client) {
    if (!isForUs(claims.path("aud"))) {
      return Finding.problem("aud is neither the issuer nor its token endpoint");
    }
    if (!claims.path("exp").isNumber()) {
      return Finding.problem("exp is missing");
    }
    Instant now = authority.now();
    Instant ends = Instant.ofEpochSecond(claims.path("exp").asLong(0));
    if (!now.isBefore(ends)) {
      return Finding.problem("expired");
    }
    String id = claims.path("jti").asString("");
    if (!id.isEmpty() && !seen.put(client.id() + " " + id, Boolean.TRUE, ends, now)) {
      return Finding.problem("jti was used before");
    }
    String subject = claims.path("sub").asString("");
    return subject.isEmpty() ? Finding.problem("sub is missing") : new Finding(client, subject, "");
  }

  private boolean isForUs(JsonNode audience) {
    if (audience.isArray()) {
      for (JsonNode each : audience) {
        if (isOurs(each.asString(""))) {
          return true;
        }
      }
      return false;
    }
    return isOurs(audience.asString(""));
  }

  private boolean isOurs(String audience) {
    return audience.equals(authority.issuer()) || audience.equals(authority.tokenEndpoint());
  }

  /**
   * What was found out about an assertion.
   *
   * @param client who signed it, or null when there is a problem
   * @param subject whom it is about
   * @param problem what is wrong, or empty
   */
  record Finding(@Nullable RegisteredClient client, String subject, String problem) {
    static Finding problem(String text) {
      return new Finding(null, "", text);
    }
  }
}
