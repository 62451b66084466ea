package dev.keybearer.token.login;

import dev.keybearer.token.TokenFailure.Kind;

/**
 * What the error codes of a login mean (RFC 6749 section 4.1.2.1, RFC 8628 section 3.5, OpenID
 * Connect Core section 3.1.2.6). Only the code is repeated: descriptions are the issuer's text.
 */
final class LoginError {
  private LoginError() {}

  /** What kind of failure a code stands for. */
  static Kind kind(String error) {
    return switch (error) {
      case "server_error", "temporarily_unavailable" -> Kind.UNREACHABLE;
      default -> Kind.REFUSED;
    };
  }

  /** What it means and what to do. */
  static String message(String error) {
    return switch (error) {
      case "access_denied" -> "the person or the issuer said no (access_denied)";
      case "invalid_scope" ->
          "the issuer does not grant these scopes (invalid_scope): ask for fewer, or allow them to"
              + " the client there";
      case "unauthorized_client", "unsupported_response_type" ->
          "this client may not log in by browser (" + error + "): allow it that at the issuer";
      case "invalid_request" ->
          "the issuer does not take the request (invalid_request): compare the client's settings"
              + " there, above all its redirect addresses";
      case "login_required", "interaction_required", "consent_required" ->
          "the person has to log in at the issuer first (" + error + ")";
      case "server_error", "temporarily_unavailable" ->
          "the issuer is in trouble (" + error + "): try again later";
      case "" -> "the issuer said no with an error that cannot be repeated";
      default -> "the issuer said no (" + error + ")";
    };
  }
}
