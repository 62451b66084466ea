package dev.keybearer.gateway.admin;

/** A request is not what is expected; says what is, never what stands there. */
final class BadRequest extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  BadRequest(String words) {
    this(400, words);
  }

  BadRequest(int status, String words) {
    super(words);
    this.status = status;
  }

  Refusal refusal() {
    String error = status == 413 ? "too_large" : "invalid_request";
    return Refusal.of(status, error, String.valueOf(getMessage()));
  }
}
