package dev.keybearer.simulator;

import dev.keybearer.simulator.http.Answer;
import dev.keybearer.simulator.http.Ask;
import dev.keybearer.simulator.http.Handler;
import dev.keybearer.simulator.register.AccessToken;
import dev.keybearer.simulator.register.Ephemeral;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * What every request to the API host meets before its resource: token, rate limit, size,
 * permission.
 */
final class GenesysGate {
  private static final int LARGEST_BODY = 512_000;

  private final Authority authority;
  private final Issuance issuance;
  private final GenesysQuirks quirks;
  private final Ephemeral<RateGauge> gauges = new Ephemeral<>();

  GenesysGate(Authority authority, Issuance issuance, GenesysQuirks quirks) {
    this.authority = authority;
    this.issuance = issuance;
    this.quirks = quirks;
  }

  /** A resource behind the gate. */
  Handler guard(Resource resource) {
    return ask -> headed(pass(ask, resource));
  }

  private Answer pass(Ask ask, Resource resource) {
    String value = ProtectedApi.bearer(ask);
    if (value == null) {
      return GenesysErrors.noToken();
    }
    AccessToken token = authority.register().access(value);
    if (token == null || !issuance.isLive(token)) {
      return GenesysErrors.badToken();
    }
    Instant now = authority.now();
    if (!ask.query().contains("preserveIdleTTL=true")) {
      token.use(now);
    }
    gauges.put(value, new RateGauge(), token.life().ends(), now);
    RateGauge gauge = gauges.get(value);
    RateGauge.Reading reading =
        (gauge == null ? new RateGauge() : gauge).count(now, quirks.requestsPerMinute());
    Answer answer = reading.isExceeded() ? throttled(reading, now) : admitted(ask, token, resource);
    return gauged(answer, reading);
  }

  private Answer throttled(RateGauge.Reading reading, Instant now) {
    RetryAfter form = quirks.apiRetryAfter();
    String retryAfter = form == null ? Long.toString(reading.reset()) : form.at(now);
    return GenesysErrors.tooMany(reading).with(cased("Retry-After"), retryAfter);
  }

  private Answer admitted(Ask ask, AccessToken token, Resource resource) {
    String wanting = quirks.wanting(ask.path());
    if (wanting != null) {
      return GenesysErrors.forbidden(wanting);
    }
    if (ask.body().length() > LARGEST_BODY) {
      return GenesysErrors.error(
          413, "request.entity.too.large", "The request is over the size limit.");
    }
    if (!ask.body().isEmpty() && !ask.isOf("application/json")) {
      return GenesysErrors.error(
          415, "unsupported.media.type", "Unsupported Media Type - expected application/json");
    }
    return resource.answer(ask, token);
  }

  private Answer gauged(Answer answer, RateGauge.Reading reading) {
    return answer
        .with(cased("inin-ratelimit-count"), Integer.toString(reading.count()))
        .with(cased("inin-ratelimit-allowed"), Integer.toString(reading.allowed()))
        .with(cased("inin-ratelimit-reset"), Long.toString(reading.reset()));
  }

  private Answer headed(Answer answer) {
    String correlation = UUID.randomUUID().toString();
    Answer headed =
        answer
            .with(cased("ININ-Correlation-Id"), correlation)
            .with("Cache-Control", "no-cache, no-store, must-revalidate")
            .with("Pragma", "no-cache")
            .with("Expires", "0");
    boolean failed = answer.status() >= 400 && Json.parse(answer.text()) instanceof ObjectNode;
    if (!failed) {
      return headed;
    }
    ObjectNode body = (ObjectNode) Json.parse(answer.text());
    body.put("contextId", correlation);
    return headed.withBody(body.toString().getBytes(StandardCharsets.UTF_8));
  }

  private String cased(String name) {
    return quirks.hasLowerCaseHeaders() ? name.toLowerCase(Locale.ROOT) : name;
  }

  /** One resource of the API. */
  @FunctionalInterface
  interface Resource {
    /** The answer to a request with a live token. */
    Answer answer(Ask ask, AccessToken token);
  }
}
