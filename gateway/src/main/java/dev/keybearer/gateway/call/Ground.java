package dev.keybearer.gateway.call;

import java.util.Locale;

/**
 * Why the gateway itself answers a call: its word is what the caller is told as {@code reason} and
 * what is counted. Refusals are below 500, failures from there on.
 */
public enum Ground {
  /** Recipients could read the request in more than one way. */
  MALFORMED_REQUEST(400, "invalid_request"),
  /** There is no route for its path. */
  NO_ROUTE(404, "not_found"),
  /** There is a route for its path, but not for its method. */
  NO_METHOD(405, "method_not_allowed"),
  /** It brought no credentials. */
  NO_CREDENTIALS(401, "unauthorized"),
  /** What it brought are no credentials, or too many. */
  MALFORMED_CREDENTIALS(400, "invalid_request"),
  /** Its token is not accepted. */
  TOKEN_REFUSED(401, "invalid_token"),
  /** Its token is good, but not for this. */
  NOT_ALLOWED(403, "insufficient_scope"),
  /** The page that it comes from may not open tunnels here. */
  FOREIGN_ORIGIN(403, "forbidden"),
  /** It wants to change to a version of WebSocket that is not spoken. */
  OTHER_WEBSOCKET(426, "upgrade_required"),
  /** As many tunnels as may be open are open, of all or of this caller. */
  TUNNELS_TAKEN(429, "too_many_requests"),
  /** Its body is longer than the route takes. */
  BODY_TOO_LONG(413, "content_too_large"),
  /** Calls come from its address more often than they may. */
  ADDRESS_TOO_OFTEN(429, "too_many_requests"),
  /** Calls come with tokens of its subject more often than they may. */
  SUBJECT_TOO_OFTEN(429, "too_many_requests"),
  /** Calls of its route come more often than they may. */
  ROUTE_TOO_OFTEN(429, "too_many_requests"),
  /** Its address has shown as many wrong tokens as it may, and its token is none that is known. */
  TOO_MANY_GUESSES(429, "too_many_requests"),
  /** The upstream has asked to be left alone, for longer than this call can wait. */
  HELD_BACK(429, "too_many_requests"),
  /** The upstream does not take our token, and neither a new one. */
  UPSTREAM_REFUSES_US(502, "bad_gateway"),
  /** The upstream could not be reached, broke off, or made no sense. */
  UPSTREAM_BROKEN(502, "bad_gateway"),
  /** Nobody could find out whether its token is good. */
  CANNOT_VERIFY(503, "temporarily_unavailable"),
  /** There is no token to send on with it. */
  NO_TOKEN(503, "temporarily_unavailable"),
  /** The upstream failed so often that it is left alone for a moment. */
  UPSTREAM_RESTS(503, "temporarily_unavailable"),
  /** As many calls as may wait are waiting. */
  CROWDED(503, "temporarily_unavailable"),
  /** The upstream said nothing in time. */
  UPSTREAM_SILENT(504, "gateway_timeout"),
  /** A mistake of the gateway's own. */
  BUG(500, "internal_error");

  private final int status;
  private final String error;
  private final String word = name().toLowerCase(Locale.ROOT);

  Ground(int status, String error) {
    this.status = status;
    this.error = error;
  }

  /** The status code of the answer. */
  public int status() {
    return status;
  }

  /** The error code of the answer, unless a challenge brings its own. */
  public String error() {
    return error;
  }

  /** The word for it. */
  public String word() {
    return word;
  }

  /** Whether it is about what callers show of themselves. */
  public boolean isOfCredentials() {
    return status == 401
        || this == NOT_ALLOWED
        || this == MALFORMED_CREDENTIALS
        || this == TOO_MANY_GUESSES;
  }

  /** Whether nobody said no on purpose. */
  public boolean isFailure() {
    return status >= 500;
  }
}
