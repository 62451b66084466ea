package dev.keybearer.simulator;

import dev.keybearer.simulator.http.Answer;
import tools.jackson.databind.node.ObjectNode;

/** The ErrorBody that every failed API request is answered with. */
final class GenesysErrors {
  private GenesysErrors() {}

  static ObjectNode body(int status, String code, String message) {
    ObjectNode body = Json.object();
    body.put("message", message).put("code", code).put("status", status);
    body.putObject("messageParams");
    body.putArray("details");
    body.putArray("errors");
    return body;
  }

  static Answer error(int status, String code, String message) {
    return Json.answer(status, body(status, code, message));
  }

  static Answer badRequest(String message) {
    return error(400, "bad.request", message);
  }

  static Answer notFound() {
    return error(404, "not.found", "The requested resource was not found.");
  }

  static Answer noToken() {
    return error(
        401,
        "authentication.required",
        "No authentication bearer token specified in authorization header.");
  }

  static Answer badToken() {
    return error(401, "bad.credentials", "Invalid login credentials.");
  }

  static Answer forbidden(String permission) {
    return error(
        403,
        "missing.permissions",
        "Unable to perform the requested action. You are missing the following permission(s): "
            + permission);
  }

  /** The key of the limit that a client-credentials token meets. */
  static Answer tooMany(RateGauge.Reading reading) {
    String message =
        "Rate limit exceeded the maximum [" + reading.allowed() + "] requests within [60] seconds";
    ObjectNode body = body(429, "too.many.requests", message);
    body.putObject("limit")
        .put("key", "client.credentials.token.rate.per.minute")
        .put("namespace", "platform.api")
        .put("value", reading.allowed());
    return Json.answer(429, body);
  }
}
